package io.shangda.hub.sandbox;

import java.time.Duration;

/**
 * How often a lower system misbehaves; each a share of its answers between 0 and 1.
 *
 * @param error answered with HTTP 500
 * @param slow answered only after {@code delay}
 * @param broken carries one element that is no record
 */
public record Faults(double error, double slow, double broken, Duration delay) {
  /** A system that always works. */
  public static final Faults NONE = new Faults(0, 0, 0, Duration.ZERO);

  public Faults {
    requireShare("error", error);
    requireShare("slow", slow);
    requireShare("broken", broken);
  }

  static void requireShare(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          what + " is " + value + ": expected a share between 0 and 1");
    }
  }
}

package io.shangda.hub.push;

/**
 * When the requests of a claim may start: evenly over the second they were reserved for, by the
 * sender's own monotonic clock. A rate is no burst at the beginning of each second.
 *
 * @param firstNanos {@link System#nanoTime()} before which none starts
 * @param everyNanos between two starts; 0 without a rate
 */
public record Pace(long firstNanos, long everyNanos) {
  private static final long NANOS_OF_MILLI = 1_000_000;

  /** As fast as the target answers. */
  public static Pace unlimited() {
    return new Pace(System.nanoTime(), 0);
  }

  /**
   * How long the next request still has to wait, in whole milliseconds, never too short; 0 if it
   * may start.
   *
   * @param started requests of the claim before it
   */
  public long waitMillis(int started) {
    if (everyNanos == 0) {
      return 0;
    }
    long nanos = firstNanos + started * everyNanos - System.nanoTime();
    return nanos <= 0 ? 0 : (nanos + NANOS_OF_MILLI - 1) / NANOS_OF_MILLI;
  }
}

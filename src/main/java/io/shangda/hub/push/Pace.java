package io.shangda.hub.push;

/**
 * When the requests of a claim may start: evenly over the second they were reserved for, by the
 * sender's own monotonic clock. A rate is no burst at the beginning of each second.
 *
 * @param firstNanos {@link System#nanoTime()} before which none starts
 * @param everyNanos between two starts; 0 without a rate
 * @param slots that were reserved
 */
public record Pace(long firstNanos, long everyNanos, int slots) {
  private static final long NANOS_OF_MILLI = 1_000_000;
  private static final long LATE_MILLIS = 100;

  /** As fast as the target answers. */
  public static Pace unlimited() {
    return new Pace(System.nanoTime(), 0, 0);
  }

  /**
   * How long a request still has to wait for the slot it has by its place, in whole milliseconds,
   * never too short; 0 if it may start.
   *
   * @param started requests of the claim before it
   */
  public long waitMillis(int started) {
    return everyNanos == 0 ? 0 : waitMillis(firstNanos + started * everyNanos, System.nanoTime());
  }

  /** True if its first slot has passed by so much that a target would feel it. */
  public boolean isLate(long nowNanos) {
    return everyNanos != 0 && nowNanos - firstNanos > LATE_MILLIS * NANOS_OF_MILLI;
  }

  /**
   * True if there is a slot for a request, and its slots are not over: then those of another claim
   * are there, and what starts comes on top of them.
   *
   * @param place of the request in the claim, from 0
   */
  boolean has(int place, long nowNanos) {
    return everyNanos == 0
        || place < slots
            && nowNanos - firstNanos <= slots * everyNanos + LATE_MILLIS * NANOS_OF_MILLI;
  }

  /**
   * When the next request of the claim may start. What came late is not made up for: the target
   * would feel it as a burst.
   *
   * @param lastNanos when the one before it started or was to start, whichever is later
   */
  long nextNanos(long lastNanos) {
    return lastNanos + everyNanos;
  }

  /** How long it is until then, in whole milliseconds, never too short; 0 if it has come. */
  static long waitMillis(long thenNanos, long nowNanos) {
    long nanos = thenNanos - nowNanos;
    return nanos <= 0 ? 0 : (nanos + NANOS_OF_MILLI - 1) / NANOS_OF_MILLI;
  }
}

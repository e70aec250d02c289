package io.shangda.hub.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Notices that a clock was set: it has moved otherwise than one that never is. Small steps, by
 * which a clock is kept right all the time, are none.
 */
final class ClockTurns {
  static final Duration SMALL = Duration.ofSeconds(5);

  /**
   * The clock was set.
   *
   * @param before what it would show if it had not been
   * @param by positive if it was set forward
   */
  record Turn(Instant before, Duration by) {}

  private record Mark(Instant at, long nanos) {}

  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private Mark mark;

  /**
   * @param nanoTime a clock that is never set, such as {@link System#nanoTime}
   */
  ClockTurns(InstantSource clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.mark = now();
  }

  private Mark now() {
    return new Mark(clock.instant(), nanoTime.getAsLong());
  }

  /** By how much it was set since it was last {@link #taken}; zero if it was not. */
  synchronized Turn look() {
    Mark then = mark;
    Mark now = now();
    Instant expected = then.at().plusNanos(now.nanos() - then.nanos());
    Duration by = Duration.between(expected, now.at());
    if (by.abs().compareTo(SMALL) >= 0) {
      return new Turn(expected, by);
    }
    mark = now;
    return new Turn(expected, Duration.ZERO);
  }

  /** From now on the clock as it is counts as right. */
  synchronized void taken() {
    mark = now();
  }
}

package io.shangda.hub.model;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time of a run: a clock that people set forward and back, which the database and both nodes
 * share, and one that is never set. It moves only when a step says so.
 */
public final class Time extends Clock {
  private static final Instant BEGIN = Instant.parse("2026-03-02T02:00:00Z");

  /** Whose time the embedded database tells; it runs in the caller's thread. */
  private static final ThreadLocal<Time> CURRENT = new ThreadLocal<>();

  private Duration passed = Duration.ZERO;
  private Duration set = Duration.ZERO;

  Time() {
    CURRENT.set(this);
  }

  /** What the database gives for the time of day. */
  public static OffsetDateTime ofDatabase() {
    Time time = CURRENT.get();
    return (time == null ? BEGIN : time.instant()).atOffset(ZoneOffset.UTC);
  }

  void pass(Duration some) {
    passed = passed.plus(some);
  }

  /** Somebody sets the clock. */
  void set(Duration by) {
    set = set.plus(by);
  }

  /** How far it has been set in all. */
  Duration set() {
    return set;
  }

  /** What really passed; no setting changes it. */
  Duration passed() {
    return passed;
  }

  /** The time of all others, whose clocks are right. */
  Instant real() {
    return BEGIN.plus(passed);
  }

  long nanos() {
    return passed.toNanos();
  }

  @Override
  public Instant instant() {
    return real().plus(set);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("ask it for an instant");
  }
}

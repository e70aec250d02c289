package io.shangda.hub.operate;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Keeps what would be said with every request or try to one line a minute. */
public final class OnceAMinute {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanoTime;
  private final AtomicLong next;

  /**
   * @param nanoTime a clock that is never set back, such as {@link System#nanoTime}
   */
  public OnceAMinute(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.next = new AtomicLong(nanoTime.getAsLong());
  }

  /** Whether it is to be said now; true for one caller, then false for a minute. */
  public boolean begins() {
    long now = nanoTime.getAsLong();
    long due = next.get();
    return now - due >= 0 && next.compareAndSet(due, now + MINUTE);
  }
}

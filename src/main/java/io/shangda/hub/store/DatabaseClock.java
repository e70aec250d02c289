package io.shangda.hub.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * The clock of a database elsewhere, which all nodes share: looked at now and then, and carried on
 * between by a clock that is never set. So a node whose own clock is wrong or jumps plans, signs
 * and records as the others do.
 */
public final class DatabaseClock extends Clock {
  /** An answer that took longer says too little. */
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private record Mark(Instant at, long nanos) {}

  private final Database database;
  private final LongSupplier nanoTime;
  private volatile Mark mark;

  /**
   * @throws StoreException if the database does not answer
   */
  public DatabaseClock(Database database) {
    this(database, System::nanoTime);
  }

  DatabaseClock(Database database, LongSupplier nanoTime) {
    this.database = database;
    this.nanoTime = nanoTime;
    this.mark = look();
  }

  private Mark look() {
    long before = nanoTime.getAsLong();
    Instant at = database.read(DatabaseTime::now);
    long after = nanoTime.getAsLong();
    return new Mark(at, before + (after - before) / 2);
  }

  /**
   * Looks at the database's clock again. To be called every few seconds.
   *
   * @throws StoreException if the database does not answer; the clock is carried on
   */
  public void refresh() {
    long before = nanoTime.getAsLong();
    Mark seen = look();
    if (nanoTime.getAsLong() - before <= LONGEST.toNanos()) {
      mark = seen;
    }
  }

  @Override
  public Instant instant() {
    Mark known = mark;
    return known.at().plusNanos(nanoTime.getAsLong() - known.nanos());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the hub's clock is in UTC; ask it for an instant");
  }
}

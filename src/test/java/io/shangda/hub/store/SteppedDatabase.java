package io.shangda.hub.store;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/** An embedded database whose clock a test sets. */
public final class SteppedDatabase {
  private SteppedDatabase() {}

  /**
   * One of a node that notices that the clock was set.
   *
   * @param clock the database's own, and the machine's
   * @param nanoTime one that is never set
   */
  public static Database of(DataSource source, InstantSource clock, LongSupplier nanoTime) {
    return new Database(source, Dialect.H2, null, new ClockTurns(clock, nanoTime));
  }

  /** The same for a node that leaves it to another one to notice that the clock was set. */
  public static Database following(DataSource source) {
    return new Database(source, Dialect.H2, null, null);
  }
}

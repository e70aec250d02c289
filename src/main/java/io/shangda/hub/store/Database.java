package io.shangda.hub.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions on the hub's one database. A thread holds one connection at most: work that asks for
 * another while it runs fails at once with {@link IllegalStateException}, or it would stop the
 * whole hub on the day when all connections are held by such work.
 */
public final class Database {

  /** Work inside a transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /** Work without a result. */
  @FunctionalInterface
  public interface Action {
    void run(Connection connection) throws SQLException;
  }

  /** Mends what was stored by a clock that has been set since. */
  @FunctionalInterface
  public interface Mending {
    /**
     * @param before what the clock would show now if it had not been set
     * @param by how far it was set; negative if it was turned back
     */
    void run(Connection connection, Instant before, Duration by) throws SQLException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private final DataSource source;
  private final Dialect dialect;
  private final @Nullable ClockTurns turns;
  private final @Nullable Reopening reopening;
  private final List<Mending> mendings = new CopyOnWriteArrayList<>();
  private final HeldConnections held = new HeldConnections();
  private final Numbers numbers;
  private final Numbers serials;
  private final BulkInsert bulk;

  public Database(DataSource source, Dialect dialect) {
    this(source, dialect, null);
  }

  /**
   * @param reopening of an embedded database; null if it is not opened again
   */
  public Database(DataSource source, Dialect dialect, @Nullable Reopening reopening) {
    this(
        source,
        dialect,
        reopening,
        dialect == Dialect.H2 ? new ClockTurns(Clock.systemUTC(), System::nanoTime) : null);
  }

  /**
   * @param turns of the embedded database's own clock, which is this process's
   */
  Database(
      DataSource source,
      Dialect dialect,
      @Nullable Reopening reopening,
      @Nullable ClockTurns turns) {
    this.turns = turns;
    this.reopening = reopening;
    this.source = source;
    this.dialect = dialect;
    this.numbers = new Numbers(this, "hub_number", 1000);
    this.serials = new Numbers(this, "hub_serial", 50);
    this.bulk = dialect == Dialect.POSTGRESQL ? new CopyInsert() : new BatchInsert();
  }

  public Dialect dialect() {
    return dialect;
  }

  /** Ids for new rows. */
  public Numbers numbers() {
    return numbers;
  }

  /** Numbers for targets' own keys: one after the other, and for nothing else. */
  public Numbers serials() {
    return serials;
  }

  /** Inserts of many rows at once. */
  public BulkInsert bulk() {
    return bulk;
  }

  /**
   * Has what was stored by the embedded database's clock mended whenever that is set, before
   * anything else is read or stored by it. A database elsewhere has a clock that stays right.
   */
  public void whenClockIsSet(Mending mending) {
    mendings.add(mending);
  }

  private void noticeClock() {
    if (turns != null && !turns.look().by().isZero()) {
      mend(turns);
    }
  }

  private synchronized void mend(ClockTurns clock) {
    ClockTurns.Turn turn = clock.look();
    if (turn.by().isZero()) {
      return; // another thread was faster
    }
    transact(
        connection -> {
          for (Mending mending : mendings) {
            mending.run(connection, turn.before(), turn.by());
          }
          return Boolean.TRUE;
        });
    clock.taken();
    LOG.warn(
        "The clock of this machine was set {} by {} s. Leases and waits keep their length; nothing"
            + " is lost.",
        turn.by().isNegative() ? "back" : "forward",
        turn.by().abs().toSeconds());
  }

  /**
   * Runs work in one transaction: committed if it returns, rolled back if it throws.
   *
   * @throws StoreException if the database failed; nothing of the work is then kept, unless the
   *     commit itself was cut off, in which case it may be: every caller must be able to do the
   *     same work twice
   */
  public <T> T inTransaction(Work<T> work) {
    noticeClock();
    return transact(work);
  }

  private <T> T transact(Work<T> work) {
    return held(
        connection -> {
          connection.setAutoCommit(false);
          try {
            T result = work.run(connection);
            connection.commit();
            return result;
          } catch (SQLException | RuntimeException | Error e) {
            rollBack(connection, e);
            throw e;
          }
        });
  }

  /** {@link #inTransaction(Work)} without a result. */
  public void execute(Action action) {
    inTransaction(
        connection -> {
          action.run(connection);
          return Boolean.TRUE;
        });
  }

  /** Runs reading work that needs no transaction of its own. */
  public <T> T read(Work<T> work) {
    noticeClock();
    return held(
        connection -> {
          connection.setAutoCommit(true);
          return work.run(connection);
        });
  }

  /**
   * Runs reading work whose statements, and all tables of one statement, must show the database as
   * it was at one moment.
   */
  public <T> T snapshot(Work<T> work) {
    noticeClock();
    return held(connection -> snapshot(connection, work));
  }

  private <T> T snapshot(Connection connection, Work<T> work) throws SQLException {
    int before = connection.getTransactionIsolation();
    connection.setAutoCommit(false);
    // At any lower level H2 takes the moment table by table, also within one statement.
    connection.setTransactionIsolation(
        dialect == Dialect.H2
            ? Connection.TRANSACTION_SERIALIZABLE
            : Connection.TRANSACTION_REPEATABLE_READ);
    try {
      return work.run(connection);
    } finally {
      connection.rollback();
      connection.setTransactionIsolation(before);
    }
  }

  /** Runs a statement on the connection this thread holds, or on one of its own if it has none. */
  <T> T onMine(Work<T> statement) {
    Connection mine = held.mine();
    if (mine == null) {
      return read(statement);
    }
    try {
      return statement.run(mine);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private <T> T held(Work<T> work) {
    try {
      return held.with(this::connection, work);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private Connection connection() throws SQLException {
    if (reopening != null) {
      reopening.letIn();
    }
    return source.getConnection();
  }

  private StoreException failed(SQLException cause) {
    StoreException failure = new StoreException(cause);
    if (reopening != null) {
      reopening.failed(failure);
    }
    return failure;
  }

  private static void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}

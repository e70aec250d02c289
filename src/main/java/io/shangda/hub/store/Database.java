package io.shangda.hub.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Transactions on the hub's one database. */
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

  private final DataSource source;
  private final Dialect dialect;
  private final Numbers numbers;
  private final BulkInsert bulk;

  public Database(DataSource source, Dialect dialect) {
    this.source = source;
    this.dialect = dialect;
    this.numbers = new Numbers(this);
    this.bulk = dialect == Dialect.POSTGRESQL ? new CopyInsert() : new BatchInsert();
  }

  public Dialect dialect() {
    return dialect;
  }

  /** Ids for new rows. */
  public Numbers numbers() {
    return numbers;
  }

  /** Inserts of many rows at once. */
  public BulkInsert bulk() {
    return bulk;
  }

  /**
   * Runs work in one transaction: committed if it returns, rolled back if it throws.
   *
   * @throws StoreException if the database failed; nothing of the work is then kept, unless the
   *     commit itself was cut off, in which case it may be: every caller must be able to do the
   *     same work twice
   */
  public <T> T inTransaction(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.run(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw new StoreException(e);
    }
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
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(true);
      return work.run(connection);
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  private static void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}

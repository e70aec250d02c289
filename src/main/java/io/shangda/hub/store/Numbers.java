package io.shangda.hub.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Numbers from a sequence whose step is a block: a page asks the database once per block, not once
 * per row, and several nodes never meet. Rising per node; gaps are normal.
 *
 * <p>A block is taken on the connection that the thread holds, and never under the lock: whoever
 * waited under it for a connection would wait for those who hold one and want a number.
 */
public final class Numbers {
  private final Database database;
  private final String sequence;
  private final int block;
  private long next;
  private long end;

  /**
   * @param block step of the sequence
   */
  Numbers(Database database, String sequence, int block) {
    this.database = database;
    this.sequence = sequence;
    this.block = block;
  }

  public long next() {
    while (true) {
      synchronized (this) {
        if (next < end) {
          return next++;
        }
      }
      take(database.onMine(this::begin));
    }
  }

  /**
   * Leaves so many out: they may have been given out by what this database does not remember. To be
   * called first in a transaction, and while no node runs.
   */
  public void leaveOut(Connection connection, long many) throws SQLException {
    String from = "(select nextval('" + sequence + "') + " + many + ")";
    String sql =
        database.dialect() == Dialect.POSTGRESQL
            ? "select setval('" + sequence + "', " + from + ", false)"
            : "alter sequence " + sequence + " restart with " + from;
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Another thread may have been faster; what it left over is not gone back to. */
  private synchronized void take(long first) {
    if (next == end && first >= end) {
      next = first;
      end = first + block;
    }
  }

  private Long begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select nextval('" + sequence + "')")) {
      result.next();
      return result.getLong(1);
    }
  }
}

package io.shangda.hub.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Ids for new rows, from one sequence whose step is a block of {@value #BLOCK}: a page asks the
 * database once per block, not once per row, and several nodes never meet. Rising per node; gaps
 * are normal.
 *
 * <p>A block is taken on the connection that the thread holds, and never under the lock: whoever
 * waited under it for a connection would wait for those who hold one and want a number.
 */
public final class Numbers {
  static final int BLOCK = 1000;

  private final Database database;
  private long next;
  private long end;

  Numbers(Database database) {
    this.database = database;
  }

  public long next() {
    while (true) {
      synchronized (this) {
        if (next < end) {
          return next++;
        }
      }
      take(database.onMine(Numbers::block));
    }
  }

  /** Another thread may have been faster; what it left over is not gone back to. */
  private synchronized void take(long block) {
    if (next == end && block >= end) {
      next = block;
      end = block + BLOCK;
    }
  }

  private static Long block(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select nextval('hub_number')")) {
      result.next();
      return result.getLong(1);
    }
  }
}

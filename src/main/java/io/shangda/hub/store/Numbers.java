package io.shangda.hub.store;

import java.sql.ResultSet;
import java.sql.Statement;

/**
 * Ids for new rows, from one sequence whose step is a block of {@value #BLOCK}: a page asks the
 * database once per block, not once per row, and several nodes never meet. Rising per node; gaps
 * are normal.
 */
public final class Numbers {
  static final int BLOCK = 1000;

  private final Database database;
  private long next;
  private long end;

  Numbers(Database database) {
    this.database = database;
  }

  public synchronized long next() {
    if (next == end) {
      next = database.read(Numbers::block);
      end = next + BLOCK;
    }
    return next++;
  }

  private static Long block(java.sql.Connection connection) throws java.sql.SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select nextval('hub_number')")) {
      result.next();
      return result.getLong(1);
    }
  }
}

package io.shangda.hub.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Inserts many rows in one statement, the fastest way the database has. */
public interface BulkInsert {
  /** Inserts the rows; does nothing if there are none. */
  void insert(Connection connection, Rows rows) throws SQLException;
}

package io.shangda.hub.delivery;

import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.TreeSet;

/**
 * Locks of records, in id order: planning, promotion, replay, repair and withdrawal take them so,
 * and nothing else does.
 */
public final class RecordLocks {
  private RecordLocks() {}

  /** Held until the transaction ends. */
  public static void take(Connection connection, Collection<Long> records) throws SQLException {
    if (records.isEmpty()) {
      return;
    }
    Sql.list(
        connection,
        "select id from record where id = any(?) order by id for update",
        row -> row.getLong(1),
        new TreeSet<>(records));
  }
}

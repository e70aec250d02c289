package io.shangda.hub.retention;

import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The ends of slices over tables whose key is a number. */
final class Keys {
  private Keys() {}

  static long of(String reached) {
    return reached.isEmpty() ? Long.MIN_VALUE : Long.parseLong(reached);
  }

  /** The last of the next keys; null if there is none. */
  static @Nullable Long last(
      Connection connection, String table, String key, long after, int atOnce) throws SQLException {
    return Sql.first(
        connection,
        "select k from (select %2$s as k from %1$s where %2$s > ? order by %2$s limit ?) s order by k desc limit 1"
            .formatted(table, key),
        row -> row.getLong("k"),
        after,
        atOnce);
  }
}

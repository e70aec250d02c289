package io.shangda.hub.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Plain JDBC batches, for a database without COPY. */
final class BatchInsert implements BulkInsert {

  @Override
  public void insert(Connection connection, Rows rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    String marks = String.join(", ", Collections.nCopies(rows.columns().size(), "?"));
    String sql =
        "insert into "
            + rows.table()
            + " ("
            + String.join(", ", rows.columns())
            + ") values ("
            + marks
            + ")";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (@Nullable Object[] row : rows.values()) {
        for (int i = 0; i < row.length; i++) {
          statement.setObject(i + 1, bindable(row[i]));
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static @Nullable Object bindable(@Nullable Object value) {
    if (value instanceof byte[] utf8) {
      return new String(utf8, StandardCharsets.UTF_8);
    }
    return value instanceof Instant instant
        ? instant.atOffset(ZoneOffset.UTC)
        : Sql.storable(value);
  }
}

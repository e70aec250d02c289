package io.shangda.hub.store;

import io.shangda.hub.record.ForeignText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Binding and reading of the few types the hub uses, alike on both databases. */
public final class Sql {
  private Sql() {}

  /** Reads one row. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Runs a statement that changes rows; gives their number. */
  public static int update(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(connection, statement, values);
      return statement.executeUpdate();
    }
  }

  /** All rows of a query. */
  public static <T> List<T> list(
      Connection connection, String sql, Reader<T> reader, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(connection, statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        List<T> result = new ArrayList<>();
        while (rows.next()) {
          result.add(reader.read(rows));
        }
        return result;
      }
    }
  }

  /** The first row of a query, or null if it has none. */
  public static <T> @Nullable T first(
      Connection connection, String sql, Reader<T> reader, @Nullable Object... values)
      throws SQLException {
    List<T> all = list(connection, sql, reader, values);
    return all.isEmpty() ? null : all.get(0);
  }

  /** A number that may be null. */
  public static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  /**
   * Binds values in order; a collection of longs or strings becomes an array for {@code = any(?)}.
   */
  static void bind(Connection connection, PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value instanceof Instant instant) {
        statement.setObject(i + 1, instant.atOffset(ZoneOffset.UTC));
      } else if (value instanceof Collection<?> many) {
        array(connection, statement, i + 1, many);
      } else if (value instanceof @Nullable Object[] many) {
        array(connection, statement, i + 1, java.util.Arrays.asList(many));
      } else {
        statement.setObject(i + 1, storable(value));
      }
    }
  }

  /** An empty one says nothing of its type: that is the column's with which it is compared. */
  private static void array(
      Connection connection, PreparedStatement statement, int place, Collection<?> values)
      throws SQLException {
    if (values.isEmpty() && connection.isWrapperFor(PGConnection.class)) {
      statement.setObject(place, "{}", Types.OTHER);
      return;
    }
    boolean numbers = values.stream().allMatch(v -> v instanceof Long);
    statement.setArray(
        place, connection.createArrayOf(numbers ? "bigint" : "varchar", storable(values)));
  }

  private static @Nullable Object[] storable(Collection<?> values) {
    return values.stream().map(Sql::storable).toArray();
  }

  /** The last net: whoever forgot that a text is another's must not fail the whole transaction. */
  static @Nullable Object storable(@Nullable Object value) {
    return value instanceof String text ? ForeignText.storable(text) : value;
  }
}

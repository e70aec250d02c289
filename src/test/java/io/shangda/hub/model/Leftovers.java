package io.shangda.hub.model;

import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Where in the database contents stand, plain or deflated, in whatever table. */
final class Leftovers {
  private static final Pattern CONTENT = Pattern.compile("content\\\\?\":(\\d+)");
  private static final int LARGEST = 1 << 16;

  private final Database database;

  Leftovers(Database database) {
    this.database = database;
  }

  /** Table and column by content, of those that are asked for. */
  Map<Long, String> of(Set<Long> contents) {
    Map<Long, String> found = new TreeMap<>();
    database.read(
        c -> {
          List<String> columns =
              Sql.list(
                  c,
                  """
                  select table_name || '.' || column_name from information_schema.columns
                  where table_schema = 'public' and is_generated = 'NEVER' and data_type in
                    ('CHARACTER VARYING', 'CHARACTER LARGE OBJECT', 'BINARY VARYING', 'BINARY LARGE OBJECT')
                  """,
                  row -> row.getString(1));
          for (String column : columns) {
            String table = column.substring(0, column.indexOf('.'));
            Sql.list(
                c,
                "select " + column.substring(table.length() + 1) + " from public." + table,
                row -> look(text(row.getObject(1)), contents, column, found));
          }
          return true;
        });
    return found;
  }

  private static boolean look(
      String text, Set<Long> contents, String column, Map<Long, String> found) {
    Matcher content = CONTENT.matcher(text);
    while (content.find()) {
      long number = Long.parseLong(content.group(1));
      if (contents.contains(number)) {
        found.put(number, column);
      }
    }
    return true;
  }

  private static String text(@Nullable Object value) throws SQLException {
    if (value instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8) + inflated(bytes);
    }
    if (value instanceof java.sql.Blob blob) {
      return text(blob.getBytes(1, (int) blob.length()));
    }
    return value instanceof Clob clob
        ? clob.getSubString(1, (int) clob.length())
        : String.valueOf(value);
  }

  private static String inflated(byte[] bytes) {
    Inflater inflater = new Inflater();
    inflater.setInput(bytes);
    byte[] out = new byte[LARGEST];
    try {
      return new String(out, 0, inflater.inflate(out), StandardCharsets.UTF_8);
    } catch (DataFormatException e) {
      return "";
    } finally {
      inflater.end();
    }
  }
}

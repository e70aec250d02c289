package io.shangda.hub.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows for one bulk insert. Values are text, numbers, booleans, {@link java.time.Instant}, {@code
 * byte[]} (UTF-8 text) or null.
 */
public final class Rows {
  private final String table;
  private final List<String> columns;
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  public Rows(String table, String... columns) {
    this.table = table;
    this.columns = List.copyOf(Arrays.asList(columns));
  }

  public void add(@Nullable Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          table + " has " + columns.size() + " columns to fill, not " + values.length);
    }
    rows.add(values);
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  public int size() {
    return rows.size();
  }

  String table() {
    return table;
  }

  List<String> columns() {
    return columns;
  }

  List<@Nullable Object[]> values() {
    return rows;
  }
}

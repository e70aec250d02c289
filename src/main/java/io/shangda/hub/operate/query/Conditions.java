package io.shangda.hub.operate.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code where} of a query whose parts a person may leave out, with its values in order. */
final class Conditions {
  private final List<String> parts = new ArrayList<>();
  private final List<@Nullable Object> values = new ArrayList<>();

  /** Adds a condition with one {@code ?}, unless the value is missing. */
  Conditions and(String part, @Nullable Object value) {
    if (value != null && !value.equals("")) {
      parts.add(part);
      values.add(value);
    }
    return this;
  }

  /** Adds a condition with as many {@code ?} as there are values. */
  Conditions andAll(String part, List<String> all) {
    parts.add(part);
    values.addAll(all);
    return this;
  }

  Conditions and(String part) {
    parts.add(part);
    return this;
  }

  String where() {
    return parts.isEmpty() ? "" : " where " + String.join(" and ", parts);
  }

  /** The values, and after them those of the rest of the query. */
  @Nullable Object[] values(Object... rest) {
    List<@Nullable Object> all = new ArrayList<>(values);
    all.addAll(List.of(rest));
    return all.toArray();
  }
}

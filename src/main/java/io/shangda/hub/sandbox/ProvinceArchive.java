package io.shangda.hub.sandbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the province platform holds, by DATA_KEY. */
final class ProvinceArchive {
  private record Entry(String dataEn, Map<String, String> context) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  boolean knows(String dataKey) {
    return entries.containsKey(dataKey);
  }

  /** The stored fields of a record; empty if there is none. */
  Map<String, String> stored(String dataKey) {
    Entry entry = entries.get(dataKey);
    return entry == null ? Map.of() : entry.context;
  }

  boolean holds(String dataEn, String field, String value) {
    return entries.values().stream()
        .anyMatch(e -> e.dataEn.equals(dataEn) && value.equals(e.context.get(field)));
  }

  /** DATA_KEY of a record of the kind that has the same values in all these columns. */
  @Nullable String twin(String dataEn, List<String> columns, Report report) {
    return entries.entrySet().stream()
        .filter(e -> e.getValue().dataEn.equals(dataEn))
        .filter(
            e ->
                columns.stream()
                    .allMatch(
                        c -> report.context(c).equals(e.getValue().context.getOrDefault(c, ""))))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  /** Carries out what was checked: 1 and 2 keep the fields, 3 deletes them. */
  void apply(Report report) {
    String dataKey = report.title("DATA_KEY");
    if ("3".equals(report.title("DATA_TYPE"))) {
      entries.remove(dataKey);
    } else {
      entries.put(dataKey, new Entry(report.title("DATA_EN"), Map.copyOf(report.context())));
    }
  }

  int size() {
    return entries.size();
  }
}

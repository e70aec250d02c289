package io.shangda.hub.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the province platform holds, by DATA_KEY. */
final class ProvinceArchive {
  private record Entry(String dataEn, Map<String, String> context) {
    JsonObject json(String dataKey) {
      return new JsonObject()
          .put("key", dataKey)
          .put("kind", dataEn)
          .put("context", new JsonObject(Map.copyOf(context)));
    }
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Consumer<JsonObject> journal;

  ProvinceArchive(Journal journal) {
    this.journal = journal.part("archive", this::recall, this::state);
  }

  /** A key without fields was deleted. */
  private void recall(JsonObject note) {
    JsonObject context = note.getJsonObject("context");
    if (context == null) {
      entries.remove(note.getString("key"));
      return;
    }
    Map<String, String> fields =
        context.stream()
            .collect(Collectors.toMap(Map.Entry::getKey, one -> String.valueOf(one.getValue())));
    entries.put(note.getString("key"), new Entry(note.getString("kind"), fields));
  }

  private Stream<JsonObject> state() {
    return entries.entrySet().stream().map(one -> one.getValue().json(one.getKey()));
  }

  /** The keys of all it has: it can say no more of them in the hub's words. */
  JsonObject list() {
    JsonArray records = new JsonArray();
    entries.keySet().forEach(key -> records.add(new JsonObject().put("targetKey", key)));
    return new JsonObject().put("records", records);
  }

  /** Loses a record, as a careless hand would; the first if the key is empty. */
  @Nullable String lose(String dataKey) {
    String key =
        entries.keySet().stream()
            .filter(one -> dataKey.isEmpty() || one.equals(dataKey))
            .findFirst()
            .orElse(null);
    if (key != null) {
      entries.remove(key);
      journal.accept(new JsonObject().put("key", key));
    }
    return key;
  }

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
      journal.accept(new JsonObject().put("key", dataKey));
    } else {
      Entry entry = new Entry(report.title("DATA_EN"), Map.copyOf(report.context()));
      entries.put(dataKey, entry);
      journal.accept(entry.json(dataKey));
    }
  }

  int size() {
    return entries.size();
  }
}

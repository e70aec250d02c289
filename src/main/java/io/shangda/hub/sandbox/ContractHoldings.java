package io.shangda.hub.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the platform of the default contract has now, record by record, and how it answers "what do
 * you have": count and digest by type and day, or the list.
 */
final class ContractHoldings {
  private static final int PAGE = 500;

  private record Entry(
      String type, String source, String key, String version, String day, String hash) {
    String name() {
      return source + "/" + key;
    }

    JsonObject json() {
      return new JsonObject()
          .put("type", type)
          .put("source", source)
          .put("key", key)
          .put("recordVersion", version)
          .put("day", day)
          .put("contentHash", hash);
    }
  }

  private static final String SPOILED = "spoiled";

  private final Map<String, Entry> entries = new TreeMap<>();

  /** What the platform's own log of arrivals says; careless hands do not reach it. */
  private final Map<String, Entry> taken = new TreeMap<>();

  private final Consumer<JsonObject> journal;

  ContractHoldings(Journal journal) {
    this.journal = journal.part("holdings", this::recall, this::state);
  }

  private void recall(JsonObject note) {
    Entry entry =
        new Entry(
            note.getString("type"),
            note.getString("source"),
            note.getString("key"),
            note.getString("recordVersion"),
            note.getString("day"),
            note.getString("contentHash"));
    keep(entries, entry);
    if (!note.getBoolean(SPOILED, false)) {
      keep(taken, entry);
    }
  }

  private static void keep(Map<String, Entry> all, Entry entry) {
    if (entry.hash == null) {
      all.remove(entry.type + "/" + entry.name());
    } else {
      all.put(entry.type + "/" + entry.name(), entry);
    }
  }

  private Stream<JsonObject> state() {
    return Stream.concat(
        taken.values().stream().map(Entry::json), spoiled().map(this::spoiledState));
  }

  /** Of what was taken, what is not held as it was taken. */
  private Stream<Entry> spoiled() {
    return taken.values().stream()
        .filter(entry -> !entry.equals(entries.get(entry.type + "/" + entry.name())));
  }

  private JsonObject spoiledState(Entry was) {
    Entry now = entries.get(was.type + "/" + was.name());
    JsonObject note = (now == null ? was : now).json().put(SPOILED, true);
    if (now == null) {
      note.remove("contentHash");
    }
    return note;
  }

  /**
   * What is to be sent again, by a manifest: of the types and days that differ, what the log of
   * arrivals says and is not held so.
   */
  JsonArray missing(JsonArray manifest) {
    Map<String, JsonObject> theirs = days(manifest);
    Map<String, JsonObject> ours = days(digests().getJsonArray("days"));
    JsonArray missing = new JsonArray();
    spoiled()
        .filter(
            entry -> {
              String part = entry.type + " " + entry.day;
              JsonObject day = theirs.get(part);
              return day != null && !day.equals(ours.get(part));
            })
        .forEach(
            entry ->
                missing.add(
                    new JsonObject()
                        .put("type", entry.type)
                        .put("source", entry.source)
                        .put("key", entry.key)
                        .put(
                            "operation",
                            entries.containsKey(entry.type + "/" + entry.name())
                                ? "update"
                                : "insert")));
    return missing;
  }

  private static Map<String, JsonObject> days(JsonArray days) {
    Map<String, JsonObject> byPart = new LinkedHashMap<>();
    for (Object one : days) {
      JsonObject day = (JsonObject) one;
      byPart.put(
          day.getString("type") + " " + day.getString("day"),
          new JsonObject()
              .put("records", day.getLong("records"))
              .put("digest", day.getString("digest")));
    }
    return byPart;
  }

  private void note(JsonObject note) {
    recall(note);
    journal.accept(note);
  }

  /** Keeps what was taken; a withdrawal takes it away. */
  void take(String type, JsonObject push) {
    JsonObject note =
        new JsonObject()
            .put("type", type)
            .put("source", push.getString("source"))
            .put("key", push.getString("key"))
            .put("recordVersion", push.getString("recordVersion", ""))
            .put("day", push.getString("day", ""));
    if (!"withdraw".equals(push.getString("operation"))) {
      note.put("contentHash", push.getString("contentHash", ""));
    }
    note(note);
  }

  /**
   * Spoils what is held, as a careless hand in the platform's own database would.
   *
   * @param how lose, or anything else to change it
   * @return the record that was spoiled; null if there is none of this name
   */
  @Nullable JsonObject spoil(String name, String how) {
    Entry entry =
        entries.values().stream()
            .filter(one -> name.isEmpty() || one.name().equals(name) || one.key.equals(name))
            .findFirst()
            .orElse(null);
    if (entry == null) {
      return null;
    }
    JsonObject note = entry.json().put(SPOILED, true);
    if (how.equals("lose")) {
      note.remove("contentHash");
    } else {
      note.put("contentHash", "sha256:" + Sha256.hex("spoiled " + entry.hash));
    }
    note(note);
    return entry.json();
  }

  /** Count and digest by type and day. */
  JsonObject digests() {
    Map<String, JsonObject> days = new LinkedHashMap<>();
    Map<String, BigInteger> sums = new LinkedHashMap<>();
    for (Entry entry : entries.values()) {
      String part = entry.type + " " + entry.day;
      String number = entry.version.substring(entry.version.indexOf('.') + 1);
      BigInteger leaf =
          new BigInteger(Sha256.hex(entry.name() + "\n" + number + "\n" + entry.hash), 16);
      sums.merge(part, leaf, BigInteger::xor);
      JsonObject day =
          days.computeIfAbsent(
              part,
              p ->
                  new JsonObject().put("type", entry.type).put("day", entry.day).put("records", 0));
      day.put("records", day.getInteger("records") + 1);
      day.put("digest", String.format("%064x", sums.get(part)));
    }
    return new JsonObject().put("days", new JsonArray(days.values().stream().toList()));
  }

  /**
   * What it has, 500 at a time.
   *
   * @param type empty: all
   * @param day empty: all
   * @param after name behind which to go on
   */
  JsonObject list(String type, String day, String after) {
    JsonArray records = new JsonArray();
    String next = "";
    for (Map.Entry<String, Entry> one : entries.entrySet()) {
      Entry entry = one.getValue();
      boolean wanted =
          (type.isEmpty() || entry.type.equals(type))
              && (day.isEmpty() || entry.day.equals(day))
              && one.getKey().compareTo(after) > 0;
      if (wanted && records.size() == PAGE) {
        return new JsonObject().put("records", records).put("next", next);
      }
      if (wanted) {
        records.add(entry.json());
        next = one.getKey();
      }
    }
    return new JsonObject().put("records", records);
  }
}

package io.shangda.hub.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Every record a lower system has given away, by its key: how often, and how many different states
 * of it. The last of them is what a hub that lost nothing knows.
 */
final class HandedOut {
  private static final class Line {
    private int times;
    private int states;
    private String body = "";
    private String changed = "";
  }

  private final Map<String, Line> lines = new LinkedHashMap<>();
  private final Consumer<JsonObject> journal;
  private long times;
  private long broken;

  HandedOut(Journal journal) {
    this.journal = journal.part("handed-out", this::recall, this::state);
  }

  /**
   * @param type the hub's name of the record's type
   * @param body the record as given
   * @param changed when it was changed, in the system's own words; empty if it does not say
   */
  synchronized void note(String type, String key, byte[] body, String changed) {
    Line line = lines.computeIfAbsent(type + "/" + key, record -> new Line());
    String hash = "sha256:" + Sha256.hex(body);
    times++;
    line.times++;
    line.states += hash.equals(line.body) ? 0 : 1;
    boolean known = hash.equals(line.body) && changed.equals(line.changed);
    line.body = hash;
    line.changed = changed;
    journal.accept(
        known
            ? new JsonObject().put("record", type + "/" + key).put("times", line.times)
            : json(line).put("record", type + "/" + key));
  }

  /** Something that is no record was among them. */
  synchronized void noteBroken() {
    broken++;
    journal.accept(new JsonObject().put("broken", broken));
  }

  /**
   * {@code {times, broken, records: {<type>/<key>: {times, states, body, changed}}}}; times counts
   * records, broken ones apart.
   */
  synchronized JsonObject json() {
    JsonObject records = new JsonObject();
    lines.forEach((record, line) -> records.put(record, json(line)));
    return new JsonObject().put("times", times).put("broken", broken).put("records", records);
  }

  private static JsonObject json(Line line) {
    return new JsonObject()
        .put("times", line.times)
        .put("states", line.states)
        .put("body", line.body)
        .put("changed", line.changed);
  }

  private synchronized void recall(JsonObject note) {
    broken = note.getLong("broken", broken);
    String record = note.getString("record");
    if (record != null) {
      Line line = lines.computeIfAbsent(record, key -> new Line());
      times -= line.times;
      line.times = note.getInteger("times");
      times += line.times;
      line.states = note.getInteger("states", line.states);
      line.body = note.getString("body", line.body);
      line.changed = note.getString("changed", line.changed);
    }
  }

  private synchronized Stream<JsonObject> state() {
    return Stream.concat(
        Stream.of(new JsonObject().put("broken", broken)),
        lines.entrySet().stream().map(line -> json(line.getValue()).put("record", line.getKey())));
  }
}

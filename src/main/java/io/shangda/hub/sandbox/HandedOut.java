package io.shangda.hub.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

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
  private long times;
  private long broken;

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
    line.body = hash;
    line.changed = changed;
  }

  /** Something that is no record was among them. */
  synchronized void noteBroken() {
    broken++;
  }

  /**
   * {@code {times, broken, records: {<type>/<key>: {times, states, body, changed}}}}; times counts
   * records, broken ones apart.
   */
  synchronized JsonObject json() {
    JsonObject records = new JsonObject();
    lines.forEach(
        (record, line) ->
            records.put(
                record,
                new JsonObject()
                    .put("times", line.times)
                    .put("states", line.states)
                    .put("body", line.body)
                    .put("changed", line.changed)));
    return new JsonObject().put("times", times).put("broken", broken).put("records", records);
  }
}

package io.shangda.hub.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every push a platform has judged, by record: what shows, from outside of the hub, a record that
 * was counted twice, one whose older version came after a newer one, and a child before its parent.
 *
 * <ul>
 *   <li><b>doubled</b>: a version was taken under two idempotency keys;
 *   <li><b>changed</b>: one key came with two different bodies;
 *   <li><b>inverted</b>: a version came after a newer one of its record;
 *   <li><b>orphaned</b>: a child came before its parent was taken;
 *   <li><b>exposed</b>: a push that must not carried a whole identity number.
 * </ul>
 *
 * A push that comes again under its key, with its bytes, is none of these: the wire is
 * at-least-once.
 */
final class Arrivals {
  /**
   * One record of a push.
   *
   * @param record what the platform takes for one record
   * @param version {@code Record-Version}
   * @param key idempotency key
   * @param body hash of what must be the same at every send
   * @param name what its children call it; empty if it has none
   * @param parent its parent by that name; empty if it has none
   * @param exposed whether it carries an identity number that it must not
   */
  record Push(
      String type,
      String record,
      String operation,
      String version,
      String key,
      String body,
      String name,
      String parent,
      boolean exposed) {
    private JsonObject json() {
      return new JsonObject()
          .put("type", type)
          .put("operation", operation)
          .put("version", version)
          .put("key", key)
          .put("body", body)
          .put("name", name)
          .put("parent", parent)
          .put("exposed", exposed);
    }

    private static Push of(String record, JsonObject json) {
      return new Push(
          json.getString("type"),
          record,
          json.getString("operation"),
          json.getString("version"),
          json.getString("key"),
          json.getString("body"),
          json.getString("name"),
          json.getString("parent"),
          json.getBoolean("exposed"));
    }
  }

  private static final class Sends {
    private final Push first;
    private final Set<String> bodies = new TreeSet<>();
    private int sent;
    private int taken;
    private String word = "";

    Sends(Push first) {
      this.first = first;
    }

    private JsonObject json() {
      return new JsonObject()
          .put("first", first.json())
          .put("bodies", new JsonArray(List.copyOf(bodies)))
          .put("sent", sent)
          .put("taken", taken)
          .put("word", word);
    }

    private static Sends of(String record, JsonObject json) {
      Sends sends = new Sends(Push.of(record, json.getJsonObject("first")));
      json.getJsonArray("bodies").forEach(body -> sends.bodies.add((String) body));
      sends.sent = json.getInteger("sent");
      sends.taken = json.getInteger("taken");
      sends.word = json.getString("word");
      return sends;
    }
  }

  private static final class Line {
    private final Map<String, Sends> byKey = new LinkedHashMap<>();
    private final List<String> order = new ArrayList<>();
    private RecordVersion newest = new RecordVersion(0, 0);
    private int inverted;
    private int orphaned;
    private int exposed;

    private JsonObject json(String record) {
      return new JsonObject()
          .put("record", record)
          .put("sends", new JsonArray(byKey.values().stream().map(Sends::json).toList()))
          .put("order", new JsonArray(List.copyOf(order)))
          .put("inverted", inverted)
          .put("orphaned", orphaned)
          .put("exposed", exposed);
    }

    private static Line of(JsonObject json) {
      Line line = new Line();
      json.getJsonArray("sends")
          .forEach(
              one -> {
                Sends sends = Sends.of(json.getString("record"), (JsonObject) one);
                line.byKey.put(sends.first.key(), sends);
              });
      json.getJsonArray("order").forEach(version -> line.arrived((String) version));
      line.inverted = json.getInteger("inverted");
      line.orphaned = json.getInteger("orphaned");
      line.exposed = json.getInteger("exposed");
      return line;
    }

    /** Counts a version that is older than one before it. */
    private void arrived(String text) {
      RecordVersion version = RecordVersion.of(text);
      if (version.compareTo(newest) < 0) {
        inverted++;
      } else {
        newest = version;
      }
      order.add(text);
    }

    long doubled() {
      return byKey.values().stream()
          .filter(s -> s.taken > 0)
          .map(s -> s.first.version())
          .collect(Collectors.groupingBy(version -> version))
          .values()
          .stream()
          .filter(keys -> keys.size() > 1)
          .count();
    }

    long changed() {
      return byKey.values().stream().filter(s -> s.bodies.size() > 1).count();
    }
  }

  private static final Pattern IDENTITY_NUMBER =
      Pattern.compile("(?<!\\d)[1-9]\\d{5}(?:18|19|20)\\d{2}(?:0[1-9]|1[0-2])\\d{5}[\\dXx](?!\\d)");

  private final Map<String, Line> lines = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Consumer<JsonObject> journal;

  Arrivals(Journal journal) {
    this.journal = journal.part("arrivals", this::recall, this::state);
  }

  private synchronized void recall(JsonObject note) {
    Line line = Line.of(note);
    lines.put(note.getString("record"), line);
    line.byKey.values().stream()
        .filter(sends -> sends.taken > 0)
        .forEach(sends -> names.add(sends.first.name()));
  }

  private synchronized Stream<JsonObject> state() {
    return lines.entrySet().stream().map(line -> line.getValue().json(line.getKey()));
  }

  /** Whether a text holds a whole identity number (GB 11643). */
  static boolean identityNumberIn(String text) {
    return IDENTITY_NUMBER.matcher(text).find();
  }

  /**
   * @param taken whether the platform holds it now; a repeat that it recognised counts as well
   * @param word its answer
   */
  synchronized void note(Push push, boolean taken, String word) {
    Line line = lines.computeIfAbsent(push.record(), record -> new Line());
    line.arrived(push.version());
    if (!push.parent().isEmpty() && !names.contains(push.parent())) {
      line.orphaned++;
    }
    line.exposed += push.exposed() ? 1 : 0;
    Sends sends = line.byKey.computeIfAbsent(push.key(), key -> new Sends(push));
    sends.sent++;
    sends.bodies.add(push.body());
    sends.word = word;
    if (taken) {
      sends.taken++;
      names.add(push.name());
    }
    journal.accept(line.json(push.record()));
  }

  /** The platform has lost it or has it no more as it came: taken again, it is not taken twice. */
  synchronized void spoiled(String record) {
    Line line = lines.get(record);
    if (line != null) {
      line.byKey.values().forEach(sends -> sends.taken = 0);
      journal.accept(line.json(record));
    }
  }

  /**
   * {@code {summary: {records, sent, taken, repeated, doubled, changed, inverted, orphaned,
   * exposed}, records: {<record>: {type, order, doubled, …, pushes: [{key, version, operation,
   * bodies, sent, taken, word}]}}}}
   */
  synchronized JsonObject json() {
    JsonObject records = new JsonObject();
    long[] sums = new long[8];
    lines.forEach(
        (record, line) -> {
          records.put(record, json(line));
          sums[0] += line.order.size();
          sums[1] += line.byKey.values().stream().filter(s -> s.taken > 0).count();
          sums[2] += line.order.size() - line.byKey.size();
          sums[3] += line.doubled();
          sums[4] += line.changed();
          sums[5] += line.inverted;
          sums[6] += line.orphaned;
          sums[7] += line.exposed;
        });
    JsonObject summary =
        new JsonObject()
            .put("records", lines.size())
            .put("sent", sums[0])
            .put("taken", sums[1])
            .put("repeated", sums[2])
            .put("doubled", sums[3])
            .put("changed", sums[4])
            .put("inverted", sums[5])
            .put("orphaned", sums[6])
            .put("exposed", sums[7]);
    return new JsonObject().put("summary", summary).put("records", records);
  }

  private static JsonObject json(Line line) {
    JsonArray pushes = new JsonArray();
    line.byKey
        .values()
        .forEach(
            sends ->
                pushes.add(
                    new JsonObject()
                        .put("key", sends.first.key())
                        .put("version", sends.first.version())
                        .put("operation", sends.first.operation())
                        .put("bodies", new JsonArray(List.copyOf(sends.bodies)))
                        .put("sent", sends.sent)
                        .put("taken", sends.taken)
                        .put("word", sends.word)));
    return new JsonObject()
        .put("type", line.byKey.values().iterator().next().first.type())
        .put("order", new JsonArray(List.copyOf(line.order)))
        .put("doubled", line.doubled())
        .put("changed", line.changed())
        .put("inverted", line.inverted)
        .put("orphaned", line.orphaned)
        .put("exposed", line.exposed)
        .put("pushes", pushes);
  }
}

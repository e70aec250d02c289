package io.shangda.hub.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An upper platform of the default push contract that takes every key once and refuses an older
 * version as stale, and counts what should never come: a version under two keys, a key with two
 * contents, an older revision in a newer version, a child before its parent, a request while it had
 * asked to wait.
 */
final class CountingTarget {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SECOND = 1_000_000_000L;

  /** What it has of a record. */
  private record Kept(String version, int revision, boolean withdrawn) {}

  private final Map<String, String> receipts = new HashMap<>();
  private final Map<String, String> contents = new HashMap<>();
  private final Map<String, Kept> kept = new TreeMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<Long> arrivals = new ArrayList<>();
  private long waitFrom;
  private long waitUntil;

  /**
   * A request has come.
   *
   * @param came when, by this process's monotonic clock
   */
  void arrived(long came) {
    count("requests");
    if (waitUntil != 0 && came - waitFrom > 0 && came - waitUntil < 0) {
      count("duringWait");
    }
    arrivals.add(came);
  }

  /** From one second on after this answer nothing may come for the rest of the time. */
  void askedToWait(int seconds) {
    long now = System.nanoTime();
    waitFrom = now + SECOND;
    waitUntil = now + seconds * SECOND;
    count("waitAnswers");
  }

  void forgetRate() {
    arrivals.clear();
  }

  /** The most that came within one second. */
  private int most() {
    Collections.sort(arrivals); // they are written down one after the other, but came side by side
    int most = 0;
    int first = 0;
    for (int last = 0; last < arrivals.size(); last++) {
      while (arrivals.get(last) - arrivals.get(first) >= SECOND) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  /**
   * Judges a push.
   *
   * @return one result per record, and in {@code taken} what has to be written down
   */
  ObjectNode judge(JsonNode push) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode results = answer.putArray("results");
    ArrayNode taken = answer.putArray("taken");
    JsonNode records = push.path("records");
    if (records.isMissingNode()) {
      judge(push, results, taken);
    } else {
      records.forEach(one -> judge(one, results, taken));
    }
    return answer;
  }

  private void judge(JsonNode push, ArrayNode results, ArrayNode taken) {
    String key = push.path("idempotencyKey").asText();
    String id = push.path("source").asText() + "/" + push.path("key").asText();
    String content = push.path("operation").asText() + " " + push.path("record");
    String version = push.path("recordVersion").asText();
    ObjectNode result = results.addObject().put("key", key);
    String earlier = contents.putIfAbsent(key, content);
    if (earlier != null && !earlier.equals(content)) {
      count("changed");
    }
    if (receipts.containsKey(key)) {
      count("duplicates");
      result.put("word", "duplicate").put("receipt", receipts.get(key));
      return;
    }
    Kept before = kept.get(id);
    if (before != null && compare(version, before.version()) < 0) {
      count("stale");
      result.put("word", "stale").put("message", "已有更新的版本");
      return;
    }
    if (NumberedSource.Kind.of(push.path("key").asText()) == NumberedSource.Kind.POISON) {
      count("refused");
      result.put("word", "rejected").put("message", "本平台不收此类记录");
      return;
    }
    ObjectNode note =
        JSON.createObjectNode()
            .put("id", id)
            .put("key", key)
            .put("content", content)
            .put("version", version)
            .put("revision", push.at("/record/revision").asInt())
            .put("withdrawn", push.path("operation").asText().equals("withdraw"))
            .put("parent", push.at("/record/parent").asText(""));
    take(note);
    taken.add(note);
    result.put("word", "accepted").put("receipt", receipts.get(key));
  }

  /** Takes it, for the first time or as an earlier process wrote it down. */
  void take(JsonNode note) {
    String id = note.path("id").asText();
    String key = note.path("key").asText();
    String version = note.path("version").asText();
    boolean withdrawn = note.path("withdrawn").asBoolean();
    Kept before = kept.get(id);
    int revision = withdrawn && before != null ? before.revision() : note.path("revision").asInt();
    if (before != null && before.version().equals(version)) {
      count("doubled");
    }
    if (before != null
        && (revision < before.revision() || compare(version, before.version()) < 0)) {
      count("inverted");
    }
    String parent = note.path("parent").asText("");
    if (!parent.isEmpty() && !kept.containsKey(id.substring(0, id.indexOf('/') + 1) + parent)) {
      count("orphaned");
    }
    contents.put(key, note.path("content").asText());
    receipts.put(key, "R" + (receipts.size() + 1));
    kept.put(id, new Kept(version, revision, withdrawn));
    count("accepted");
  }

  private void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  /** Epoch and number, not text. */
  private static int compare(String one, String other) {
    String[] a = one.split("\\.");
    String[] b = other.split("\\.");
    int epoch = Long.compare(Long.parseLong(a[0]), Long.parseLong(b[0]));
    return epoch != 0 ? epoch : Long.compare(Long.parseLong(a[1]), Long.parseLong(b[1]));
  }

  /** What it has, as a platform of the contract tells it when it is asked. */
  ObjectNode held() {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode records = answer.putArray("records");
    kept.forEach(
        (id, one) -> {
          if (!one.withdrawn()) {
            records
                .addObject()
                .put(
                    "type",
                    NumberedSource.Kind.of(key(id)) == NumberedSource.Kind.CHILD ? "part" : "item")
                .put("source", id.substring(0, id.indexOf('/')))
                .put("key", key(id))
                .put("recordVersion", one.version());
          }
        });
    return answer;
  }

  private static String key(String id) {
    return id.substring(id.indexOf('/') + 1);
  }

  ObjectNode book() {
    ObjectNode book = JSON.createObjectNode();
    ObjectNode numbers = book.putObject("counts");
    counts.forEach(numbers::put);
    numbers.put("most", most());
    ObjectNode records = book.putObject("records");
    kept.forEach(
        (id, one) ->
            records
                .putObject(id)
                .put("revision", one.revision())
                .put("withdrawn", one.withdrawn()));
    return book;
  }
}

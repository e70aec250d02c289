package io.shangda.hub.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What the platform of the default contract has taken: it takes every key once, never goes back to
 * an older version, wants the acceptance of a case before its steps and its result, and finds
 * something to object to in a share of the records.
 */
final class ContractArchive {
  private static final int HUNDRED = 100;

  private final double refused;
  private final double pending;
  private final Map<String, String> receipts = new HashMap<>();
  private final Map<String, String> versions = new HashMap<>();
  private final Set<String> acceptedCases = new HashSet<>();
  private final Consumer<JsonObject> journal;

  /**
   * @param refused share of record versions that are refused, always the same ones
   * @param pending share of record versions that are taken now and judged later
   */
  ContractArchive(double refused, double pending, Journal journal) {
    this.refused = refused;
    this.pending = pending;
    this.journal = journal.part("archive", this::recall, this::state);
  }

  private void recall(JsonObject note) {
    if (note.containsKey("receipt")) {
      receipts.put(note.getString("key"), note.getString("receipt"));
    }
    if (note.containsKey("version")) {
      versions.put(note.getString("record"), note.getString("version"));
    }
    if (note.containsKey("case")) {
      acceptedCases.add(note.getString("case"));
    }
  }

  private Stream<JsonObject> state() {
    return Stream.of(
            receipts.entrySet().stream()
                .map(
                    one ->
                        new JsonObject().put("key", one.getKey()).put("receipt", one.getValue())),
            versions.entrySet().stream()
                .map(
                    one ->
                        new JsonObject()
                            .put("record", one.getKey())
                            .put("version", one.getValue())),
            acceptedCases.stream().map(number -> new JsonObject().put("case", number)))
        .flatMap(notes -> notes);
  }

  /** The result for one record of a push, as it stands in the answer. */
  JsonObject judge(String type, JsonObject push) {
    String key = push.getString("idempotencyKey", "");
    String record = push.getString("source") + "/" + type + "/" + push.getString("key");
    String version = push.getString("recordVersion", "");
    String receipt = receipts.get(key);
    if (receipt != null) {
      return result(key, "duplicate").put("receipt", receipt).put("message", "该记录已接收");
    }
    String known = versions.get(record);
    if (known != null && RecordVersion.of(version).compareTo(RecordVersion.of(known)) < 0) {
      return result(key, "stale").put("message", "已有更新的版本 " + known);
    }
    if ("withdraw".equals(push.getString("operation"))) {
      return take(key, record, version, "accepted").put("message", "已撤回");
    }
    JsonObject content = push.getJsonObject("record");
    if (content == null) {
      return refusal(key, "", "缺少 record");
    }
    return judgeContent(type, push, content, key, record);
  }

  private JsonObject judgeContent(
      String type, JsonObject push, JsonObject content, String key, String record) {
    String version = push.getString("recordVersion", "");
    String number = content.getString("project_no", "");
    if (type.matches("case-(process|result)") && !acceptedCases.contains(number)) {
      return refusal(key, "/project_no", "办件受理信息未上报，请先上报");
    }
    if (share(record + version) < refused) {
      return type.startsWith("case-")
          ? refusal(key, "/project_no", "该办件编号与事项库中的办理项不对应，请核实后重报")
          : refusal(key, "/title", "名称与已有目录信息高度相似，请确认是否重复发布");
    }
    if ("case-accept".equals(type)) {
      acceptedCases.add(number);
      journal.accept(new JsonObject().put("case", number));
    }
    boolean later = share(version + record) < pending;
    return take(key, record, version, later ? "pending" : "accepted");
  }

  private JsonObject take(String key, String record, String version, String word) {
    String receipt = String.format("SJ%010d", receipts.size() + 1);
    JsonObject note =
        new JsonObject()
            .put("key", key)
            .put("receipt", receipt)
            .put("record", record)
            .put("version", version);
    recall(note);
    journal.accept(note);
    return result(key, word).put("receipt", receipt);
  }

  private static JsonObject refusal(String key, String field, String message) {
    return result(key, "rejected")
        .put("message", message)
        .put(
            "errors",
            new JsonArray().add(new JsonObject().put("field", field).put("message", message)));
  }

  private static JsonObject result(String key, String word) {
    return new JsonObject().put("key", key).put("word", word);
  }

  /** A number between 0 and 1 that is always the same for a text. */
  private static double share(String text) {
    return Math.floorMod(text.hashCode() * 31 + 17, HUNDRED * HUNDRED)
        / (double) (HUNDRED * HUNDRED);
  }
}

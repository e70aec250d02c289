package io.shangda.hub.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.config.TargetConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a target says that it has. */
final class There {
  private static final int MOST_PARTS = 100_000;

  private final Platform platform;
  private final TargetConfig target;

  There(Platform platform, TargetConfig target) {
    this.platform = platform;
    this.target = target;
  }

  /** Count and digest by type and day: {@code <count> <hex>}. */
  Map<Held.Part, String> digests() {
    JsonNode days = list(platform.ask(target, Map.of("by", "digest")), "days");
    Map<Held.Part, String> digests = new LinkedHashMap<>();
    for (JsonNode day : days) {
      digests.put(
          new Held.Part(text(day, "type"), text(day, "day")),
          text(day, "records") + " " + text(day, "digest"));
    }
    return digests;
  }

  /**
   * Tells what it has, part by part as it pages.
   *
   * @param part a type and a day; null: all
   */
  void each(Held.@Nullable Part part, Consumer<Held> told) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("by", "list");
    if (part != null) {
      query.put("type", part.type());
      query.put("day", part.day());
    }
    for (int i = 0; i < MOST_PARTS; i++) {
      JsonNode answer = platform.ask(target, query);
      for (JsonNode record : list(answer, "records")) {
        told.accept(held(record, part));
      }
      String next = answer.path("next").asText("");
      if (next.isEmpty() || next.equals(query.get("after"))) {
        return;
      }
      query.put("after", next);
    }
    throw new Platform.NoAnswerException(
        "The list of target '" + target.id() + "' does not end: its 'next' leads on and on");
  }

  private Held held(JsonNode record, Held.@Nullable Part part) {
    String source = text(record, "source");
    String key = text(record, "key");
    String name =
        source.isEmpty() || key.isEmpty() ? text(record, "targetKey") : source + "/" + key;
    if (name.isEmpty()) {
      throw new Platform.NoAnswerException(
          "Target '"
              + target.id()
              + "' lists a record without 'source' and 'key' and without 'targetKey'");
    }
    String version = text(record, "recordVersion");
    String hash = text(record, "contentHash");
    return new Held(
        null,
        part == null ? text(record, "type") : part.type(),
        part == null ? "" : part.day(),
        name,
        version.isEmpty() ? null : number(version),
        hash.isEmpty() ? null : hash);
  }

  private Integer number(String version) {
    try {
      return Integer.valueOf(version.substring(version.indexOf('.') + 1));
    } catch (NumberFormatException e) {
      throw new Platform.NoAnswerException(
          "Target '" + target.id() + "' gives the recordVersion '" + version + "', which is none");
    }
  }

  private JsonNode list(JsonNode answer, String name) {
    JsonNode list = answer.path(name);
    if (!list.isArray()) {
      throw new Platform.NoAnswerException(
          "Target '%s' has no list '%s' in its answer, so nobody knows what it has"
              .formatted(target.id(), name));
    }
    return list;
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asText("");
  }
}

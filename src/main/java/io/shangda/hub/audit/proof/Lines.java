package io.shangda.hub.audit.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of an export. An event's line holds its text as it was hashed: what stands between the
 * first {@code "event":} and the last brace.
 */
final class Lines {
  static final String SEALS = "seals.jsonl";
  static final String LEAVES = "leaves.jsonl";
  static final String EVENTS = "events.jsonl";
  static final String KEYS = "keys.jsonl";
  static final String ANCHORS = "anchors.jsonl";
  static final String MANIFEST = "manifest.json";
  static final String FORMAT = "shangda-evidence-1";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern EVENT =
      Pattern.compile("\\{\"seal\":(\\d{1,18}),\"place\":(\\d{1,9}),\"event\":(.*)\\}");

  private Lines() {}

  static ObjectNode line() {
    return JSON.createObjectNode();
  }

  static String of(SealRow seal) {
    return line()
        .put("seal", seal.number())
        .put("text", seal.text())
        .put("hash", seal.hash())
        .put("signature", seal.signature())
        .put("marks", seal.marks())
        .toString();
  }

  static String of(LeafRow leaf) {
    ObjectNode line =
        line().put("seal", leaf.seal()).put("place", leaf.place()).put("leaf", leaf.leaf());
    LeafRow.Content content = leaf.content();
    if (content != null) {
      line.put("events", content.events())
          .put("root", content.root())
          .put("marks", content.marks());
    }
    return line.toString();
  }

  static String of(EventRow event) {
    return "{\"seal\":%d,\"place\":%d,\"event\":%s}"
        .formatted(event.seal(), event.place(), event.text());
  }

  static String of(KeyRow key) {
    return line()
        .put("key", key.id())
        .put("algorithm", key.algorithm())
        .put("public", key.publicKey())
        .toString();
  }

  static String of(Anchor anchor) {
    return line()
        .put("seal", anchor.seal())
        .put("hash", anchor.hash())
        .put("kind", anchor.kind())
        .put("place", anchor.place())
        .put("at", anchor.at().toString())
        .put("answer", anchor.answer())
        .put("databaseAheadMs", anchor.databaseAhead())
        .put("placeAheadMs", anchor.placeAhead())
        .toString();
  }

  static Optional<SealRow> seal(String line) {
    return read(line)
        .filter(json -> json.path("seal").asLong() > 0)
        .map(
            json ->
                new SealRow(
                    json.path("seal").asLong(),
                    json.path("text").asText(),
                    json.path("marks").asText(),
                    json.path("hash").asText(),
                    json.path("signature").asText()));
  }

  static Optional<LeafRow> leaf(String line) {
    return read(line)
        .filter(json -> json.path("seal").asLong() > 0)
        .map(
            json ->
                new LeafRow(
                    json.path("seal").asLong(),
                    json.path("place").asInt(),
                    json.path("leaf").asLong(),
                    json.has("root")
                        ? new LeafRow.Content(
                            json.path("events").asInt(),
                            json.path("root").asText(),
                            json.path("marks").asText())
                        : null));
  }

  static Optional<EventRow> event(String line) {
    Matcher parts = EVENT.matcher(line);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String text = parts.group(3);
    JsonNode event = read(text).orElseGet(Lines::line); // no number: its leaf tells what is wrong
    return Optional.of(
        new EventRow(
            Long.parseLong(parts.group(1)),
            Integer.parseInt(parts.group(2)),
            event.path("leaf").asLong(),
            event.path("id").asLong(),
            text,
            ""));
  }

  static Optional<KeyRow> key(String line) {
    return read(line)
        .map(
            json ->
                new KeyRow(
                    json.path("key").asText(),
                    json.path("algorithm").asText(),
                    json.path("public").asText()));
  }

  static Optional<Anchor> anchor(String line) {
    return read(line)
        .filter(json -> json.path("seal").asLong() > 0)
        .map(
            json ->
                new Anchor(
                    json.path("seal").asLong(),
                    json.path("hash").asText(),
                    json.path("kind").asText(),
                    json.path("place").asText(),
                    at(json.path("at").asText()),
                    json.path("answer").asText(),
                    json.path("databaseAheadMs").asLong(),
                    json.path("placeAheadMs").isNumber()
                        ? (Long) json.path("placeAheadMs").asLong()
                        : null));
  }

  private static Instant at(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH; // when it was told does not decide what was
    }
  }

  static Optional<JsonNode> read(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      return json.isObject() ? Optional.of(json) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}

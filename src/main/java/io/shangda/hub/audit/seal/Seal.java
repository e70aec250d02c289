package io.shangda.hub.audit.seal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.audit.MerkleTree;
import io.shangda.hub.record.Hash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * What a seal says. Its text, one JSON object without white space, is what is hashed and signed,
 * and is kept as it is.
 *
 * @param number from 1 without a gap
 * @param root of the tree over its leaves' texts, {@code <leaf> <events> <root>}
 * @param previous hash of the seal before; empty for the first
 * @param algorithm by which it is signed
 * @param key id of the key it is signed with
 */
public record Seal(
    long number,
    Instant at,
    int leaves,
    long events,
    String root,
    String previous,
    String algorithm,
    String key) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The text over a leaf, which the seal's tree is made of. */
  public static byte[] leaf(long leaf, long events, String root) {
    return (leaf + " " + events + " " + root).getBytes(StandardCharsets.UTF_8);
  }

  /** The text that is hashed and signed. */
  public String text() {
    ObjectNode text = JSON.createObjectNode();
    text.put("seal", number)
        .put("at", at.toString())
        .put("leaves", leaves)
        .put("events", events)
        .put("tree", MerkleTree.NAME)
        .put("root", root)
        .put("previous", previous)
        .put("algorithm", algorithm)
        .put("key", key);
    return text.toString();
  }

  /** Reads a text; empty if it is none that the hub writes. */
  public static Optional<Seal> read(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      Seal seal =
          new Seal(
              json.path("seal").asLong(),
              Instant.parse(json.path("at").asText()),
              json.path("leaves").asInt(),
              json.path("events").asLong(),
              json.path("root").asText(),
              json.path("previous").asText(),
              json.path("algorithm").asText(),
              json.path("key").asText());
      return seal.text().equals(text) ? Optional.of(seal) : Optional.empty();
    } catch (JsonProcessingException | java.time.DateTimeException e) {
      return Optional.empty();
    }
  }

  public static Hash hash(String text) {
    return Hash.sha256(text);
  }
}

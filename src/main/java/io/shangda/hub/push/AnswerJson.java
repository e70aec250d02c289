package io.shangda.hub.push;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.JsonNodeDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads what a target answers as JSON: exactly one document, of which nothing can be read in two
 * ways. Behind a proxy that glues two answers together the first would count as definite, and of
 * two words in one object the last.
 */
final class AnswerJson {
  private static final int DEEPEST = 100;

  /** Of an answer to a push: five hundred results of twenty fields each are a tenth of that. */
  private static final long PUSH_TOKENS = 200_000;

  /** Of a list of what a target has: a tree of these takes some 100 MB. */
  private static final long LIST_TOKENS = 2_000_000;

  private static final ObjectMapper PUSH = mapper(PUSH_TOKENS);
  private static final ObjectMapper LIST = mapper(LIST_TOKENS);

  private AnswerJson() {}

  /**
   * An answer to a push; a missing node if there is nothing in it.
   *
   * @param type the answer's {@code Content-Type}; empty if it has none
   */
  static JsonNode read(byte[] body, String type) throws IOException {
    return read(PUSH, body, type);
  }

  /** An answer that lists what a target has. */
  static JsonNode readList(byte[] body) throws IOException {
    return read(LIST, body, "");
  }

  private static JsonNode read(ObjectMapper mapper, byte[] body, String type) throws IOException {
    boolean plain =
        AnswerText.isWide(body)
            || AnswerText.charset(body, type).equals(StandardCharsets.UTF_8)
                && AnswerText.fits(body, StandardCharsets.UTF_8);
    return plain
        ? mapper.readTree(body) // tells UTF-16 and a byte order mark by itself
        : mapper.readTree(AnswerText.of(body, type));
  }

  private static ObjectMapper mapper(long tokens) {
    StreamReadConstraints limits =
        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxTokenCount(tokens).build();
    SimpleModule strict = new SimpleModule();
    strict.addDeserializer(JsonNode.class, new Unambiguous());
    return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .addModule(strict)
        .build();
  }

  /**
   * A name may stand twice in an object, as careless platforms write it, but not say two things.
   */
  private static final class Unambiguous extends JsonNodeDeserializer {
    private static final long serialVersionUID = 1L;

    @Override
    protected void _handleDuplicateField(
        JsonParser parser,
        DeserializationContext context,
        JsonNodeFactory nodes,
        String name,
        ObjectNode object,
        JsonNode before,
        JsonNode now)
        throws IOException {
      if (!before.equals(now)) {
        throw new JsonParseException(parser, "'" + name + "' stands twice, with two values");
      }
    }
  }
}

package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How JSON of a source is read: numbers keep their digits, a key that stands twice in an object is
 * an error (which of the two is meant is anybody's guess), and depth, numbers and strings have
 * limits.
 */
final class Json {
  /** Objects inside objects; real records have fewer than ten. */
  static final int MAX_DEPTH = 200;

  /**
   * Digits a number may stand away from its decimal point: {@code 1E999999999} is ten characters
   * that become a gigabyte where somebody writes it out.
   */
  private static final int MAX_SCALE = 400;

  static final JsonMapper MAPPER = mapper();

  /** By the longest text allowed; there are as many as there are different limits of sources. */
  private static final Map<Integer, JsonFactory> LIMITED = new ConcurrentHashMap<>();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * A parser that gives up at a text longer than any that a record within its limit can have, so
   * that one of fifty megabytes is never made.
   */
  static JsonParser parser(byte[] bytes, int maxRecord) throws IOException {
    return LIMITED.computeIfAbsent(maxRecord, Json::factory).createParser(bytes);
  }

  static boolean isObject(byte[] bytes, int from, int to) {
    try {
      return MAPPER.reader().readTree(bytes, from, to - from).isObject();
    } catch (IOException | Unreasonable e) {
      return false;
    }
  }

  private static JsonMapper mapper() {
    return JsonMapper.builder(factory(Integer.MAX_VALUE))
        .nodeFactory(new Digits())
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }

  private static JsonFactory factory(int maxString) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(400)
                .maxStringLength(maxString)
                .build())
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION) // no payload in a message
        .build();
  }

  /** A number that is written with an exponent beyond all reason. */
  static final class Unreasonable extends ArithmeticException {
    private static final long serialVersionUID = 1L;

    Unreasonable() {
      super("a number stands more than " + MAX_SCALE + " digits away from its decimal point");
    }
  }

  private static final class Digits extends JsonNodeFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public ValueNode numberNode(BigDecimal value) {
      if (Math.abs((long) value.scale()) > MAX_SCALE) {
        throw new Unreasonable();
      }
      return DecimalNode.valueOf(value);
    }
  }
}

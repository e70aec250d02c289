package io.shangda.hub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.Hash;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final CanonicalJson canonical = new CanonicalJson(List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"b\":1,\"a\":2}",
        "{\"b\":{\"d\":[],\"c\":[{\"y\":1,\"x\":null}]},\"a\":true}",
        "{\"title\":\"关于公布2025年情况的报告\",\"n\":-1.50,\"e\":1e3,\"big\":12345678901234567890}",
        "{\"q\":\"\\\" \\\\ / \\b\\f\\n\\r\\t \\u0001 \\u001f \\u007f \\u2028\"}",
        "{\"k\\\"\\n\":1,\"\":2,\"é\":3,\"z\":4}"
      })
  void shouldBeTheHashOfTheJsonWithItsKeysInOrder(String text) throws Exception {
    assertThat(canonical.hash(tree(text))).isEqualTo(expected(text));
  }

  @Test
  void shouldWriteEveryCharacterAsUtf8() throws Exception {
    assertThat(canonical.hash(tree("{\"k\":\"\\uD83D\\uDE00\"}")))
        .isEqualTo(Hash.sha256("{\"k\":\"\uD83D\uDE00\"}"));
  }

  @Test
  void shouldTellEveryShapeFromTheOneBefore() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      ObjectNode record = JSON.createObjectNode();
      for (int field = random.nextInt(6); field > 0; field--) {
        record.put("k" + random.nextInt(4), random.nextInt(3));
      }
      assertThat(canonical.hash(record)).isEqualTo(expected(record.toString()));
    }
  }

  @Test
  void shouldLeaveOutWhatTheSourceChangesByItselfAndNothingOfTheSameNameElsewhere()
      throws Exception {
    CanonicalJson ignoring = new CanonicalJson(List.of("/clicks", "/a~1b"));

    assertThat(ignoring.hash(tree("{\"x\":{\"clicks\":1},\"clicks\":2,\"a/b\":3}")))
        .isEqualTo(expected("{\"x\":{\"clicks\":1}}"))
        .isNotEqualTo(ignoring.hash(tree("{\"x\":{\"clicks\":2},\"clicks\":2}")));
  }

  @Test
  void shouldLeaveOutWhatStandsDeeper() throws Exception {
    CanonicalJson ignoring = new CanonicalJson(List.of("/x/clicks", "/list/1/at"));

    assertThat(
            ignoring.hash(
                tree("{\"clicks\":1,\"x\":{\"clicks\":2},\"list\":[{\"at\":3},{\"at\":4}]}")))
        .isEqualTo(expected("{\"clicks\":1,\"x\":{},\"list\":[{\"at\":3},{}]}"));
  }

  private static ObjectNode tree(String text) throws JsonProcessingException {
    return (ObjectNode) JSON.readTree(text);
  }

  /** By the library, which writes the same; numbers stay as Jackson's tree shows them. */
  private static Hash expected(String text) throws JsonProcessingException {
    Map<?, ?> content = JSON.convertValue(JSON.readTree(text), Map.class);
    return Hash.sha256(JSON.writeValueAsBytes(content));
  }
}

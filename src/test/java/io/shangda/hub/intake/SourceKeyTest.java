package io.shangda.hub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What identifies a record, however its source writes it. */
class SourceKeyTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final List<JsonPointer> ONE = List.of(JsonPointer.compile("/x"));
  private static final List<JsonPointer> TWO =
      List.of(JsonPointer.compile("/x"), JsonPointer.compile("/y"));

  private static JsonNode json(String value) throws JsonProcessingException {
    return JSON.readTree("{\"x\":" + value + "}");
  }

  private static ObjectNode two(String x, String y) {
    return JsonNodeFactory.instance.objectNode().put("x", x).put("y", y);
  }

  private static String key(List<JsonPointer> pointers, JsonNode content) {
    SourceKey key = SourceKey.of(pointers, content);
    return key instanceof SourceKey.Usable usable
        ? usable.text()
        : ((SourceKey.Unusable) key).fault() + " at " + ((SourceKey.Unusable) key).at();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "1001,                 1001",
        "1001.0,               1001",
        "1001.50,              1001.5",
        "10000000,             10000000",
        "1.0E+7,               10000000",
        "1.2345678E7,          12345678",
        "-5,                   -5",
        "0,                    0",
        "330881299901011234,   330881299901011234",
        "true,                 true",
        "\"1001\",             1001",
        "\"1001.0\",           1001",
        "\"1.0E7\",            10000000",
        "\"1.0E+7\",           10000000",
        "\"1E+7\",             10000000",
        "\"3.10\",             3.10",
        "\"1.00\",             1.00",
        "\"007\",              007",
        "\"007.0\",            007.0",
        "\"2E5\",              2E5",
        "\"5e3\",              5e3",
        "\"V1.0\",             V1.0",
        "\"1.5E-7\",           1.5E-7",
        "\" A-1 \",            A-1",
        "\"\\u00a0A\\u00a01\\u3000\", A 1",
        "\"A\\u202f1\",        A 1",
        "\"\\ufeffA\\u200b1\", A1",
        "\"A\\u20601\\u202e\", A1",
        "\"Ａ１－２／３．ｚ＿\",   A1-2/3.z_",
        "\"浙（2024）衢州市不动产权第0001号\", 浙（2024）衢州市不动产权第0001号",
        "\"衢江政〔２０２４〕12号\", 衢江政〔2024〕12号",
        "\"a|b\\\\c\",         a|b\\c",
        "\"Abc\",              Abc",
      })
  void shouldWriteAKeyInOneWay(String value, String expected) throws Exception {
    assertThat(key(ONE, json(value))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "null,                       MISSING",
        "\"\",                       MISSING",
        "\" \\u3000\\u200b \",       MISSING",
        "[],                         NO_VALUE",
        "{\"a\":1},                  NO_VALUE",
        "\"null\",                   PLACEHOLDER",
        "\" NULL \",                 PLACEHOLDER",
        "\"undefined\",              PLACEHOLDER",
        "\"NaN\",                    PLACEHOLDER",
        "\"None\",                   PLACEHOLDER",
        "\"-\",                      PLACEHOLDER",
        "\"－\",                     PLACEHOLDER",
        "\"#REF!\",                  PLACEHOLDER",
        "\"无\",                     PLACEHOLDER",
        "\"3.30881E+17\",            DIGITS_LOST",
        "3.30881E+17,                DIGITS_LOST",
        "\"1.23457E+11\",            DIGITS_LOST",
        "\"1E+17\",                  DIGITS_LOST",
        "3.3088129990101123E17,      DIGITS_LOST",
        "\"a\\nb\",                  CONTROL",
        "\"a\\u0000b\",              CONTROL",
        "\"\\ud800\",                BROKEN",
      })
  void shouldSayWhichOfItsFaultsAKeyHas(String value, String fault) throws Exception {
    assertThat(key(ONE, json(value))).isEqualTo(fault + " at /x");
  }

  @Test
  void shouldSayThatAKeyIsNotThere() throws Exception {
    assertThat(key(ONE, JSON.readTree("{}"))).isEqualTo("MISSING at /x");
  }

  @Test
  void shouldSayThatAKeyIsTooLong() {
    assertThat(key(ONE, two("x".repeat(400), ""))).hasSize(400);
    assertThat(key(ONE, two("x".repeat(401), ""))).isEqualTo("TOO_LONG at /x");
    assertThat(key(TWO, two("x".repeat(200), "y".repeat(200)))).isEqualTo("TOO_LONG at /x");
  }

  @Test
  void shouldTellJoinedKeysApartWhateverTheirPartsHold() {
    List<String> keys =
        List.of(
            key(TWO, two("A|B", "C")),
            key(TWO, two("A", "B|C")),
            key(TWO, two("A\\", "B|C")),
            key(TWO, two("A\\|B", "C")),
            key(TWO, two("A\\\\", "|B|C")),
            key(TWO, two("A|", "B|C")));

    assertThat(keys).doesNotHaveDuplicates().doesNotContain("A|B|C");
  }

  @ParameterizedTest
  @CsvSource({"A, B, A|B", "1001.0, 2, 1001|2", "A, -, A|-", "A, 无, A|无"})
  void shouldJoinPlainPartsByABar(String x, String y, String expected) {
    assertThat(key(TWO, two(x, y))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "undefined"})
  void shouldNameThePartThatIsEmpty(String part) {
    assertThat(key(TWO, two("A", part))).endsWith(" at /y");
    assertThat(key(TWO, two(part, "A"))).endsWith(" at /x");
  }
}

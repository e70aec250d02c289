package io.shangda.hub.screen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.config.Screening;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScreenerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Screener screener = Screeners.compile(Patterns.screening());

  static Stream<Named<JsonNode>> numbers() throws IOException {
    return cases("/screen/personal-numbers.json");
  }

  static Stream<Named<JsonNode>> words() throws IOException {
    return cases("/screen/words.json");
  }

  private static Stream<Named<JsonNode>> cases(String file) throws IOException {
    try (InputStream in = ScreenerTest.class.getResourceAsStream(file)) {
      return StreamSupport.stream(JSON.readTree(in).spliterator(), false)
          .map(c -> Named.of(c.get("text").asText(), c));
    }
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void shouldFindUnmaskedPersonalNumbersAndNothingElse(JsonNode given) {
    // When
    List<Finding> findings = screener.screenPayload(record(given.get("text")), false);

    // Then
    assertThat(findings)
        .extracting(Finding::rule)
        .containsExactlyElementsOf(rules(given.get("found"), "personal-data/"));
    shouldHoldTheRecordWithoutShowingTheNumber(findings, given);
  }

  @ParameterizedTest
  @MethodSource("words")
  void shouldFindSpamAndSecretMarksAndNothingElse(JsonNode given) {
    // When
    List<Finding> findings =
        given.has("raw")
            ? screener.screenRaw(record(given.get("text")))
            : screener.screenPayload(record(given.get("text")), false);

    // Then
    assertThat(findings)
        .extracting(Finding::rule)
        .containsExactlyElementsOf(rules(given.path(given.has("raw") ? "raw" : "found"), ""));
    shouldHoldTheRecordWithoutShowingTheNumber(findings, given);
  }

  private static void shouldHoldTheRecordWithoutShowingTheNumber(
      List<Finding> findings, JsonNode given) {
    for (Finding finding : findings) {
      assertThat(finding.severity()).isEqualTo(Severity.HOLD);
      assertThat(finding.field()).isEqualTo("/parts/1/content");
      assertThat(finding.value()).contains(given.path("shown").asText());
      if (given.has("hits")) {
        assertThat(finding.value()).doesNotContain("×");
      }
      assertThat(finding.value()).doesNotContainPattern("\\d{11}");
      assertThat(finding.zh()).isNotBlank();
      assertThat(finding.en()).isNotBlank();
    }
  }

  @Test
  void shouldLeavePersonalDataAloneWhereTheTypeAllowsIt() {
    // Given
    JsonNode record = record(JSON.getNodeFactory().textNode("手机13900000000，bet365"));

    // When
    List<Finding> findings = screener.screenPayload(record, true);

    // Then
    assertThat(findings).extracting(Finding::rule).containsExactly("spam/betting");
  }

  @Test
  void shouldNameEveryFieldAndRuleOnce() throws IOException {
    // Given
    JsonNode record =
        JSON.readTree(
            """
            {"title": "bet365 13900000000", "a/b": {"c~d": ["13900000000 13900000001", "时时彩"]}}
            """);

    // When
    List<Finding> findings = screener.screenPayload(record, false);

    // Then
    assertThat(findings)
        .extracting(f -> f.rule() + " " + f.field())
        .containsExactly(
            "personal-data/mobile /title",
            "personal-data/mobile /a~1b/c~0d/0",
            "spam/betting /title",
            "spam/betting /a~1b/c~0d/1");
  }

  @Test
  void shouldGiveTheSameHashForTheSameHitAndAnotherForAMoreOne() {
    // Given
    JsonNode before = record(text("甲13900000000乙"));
    JsonNode rewritten = record(text("改写后的文字，13900000000"));
    JsonNode more = record(text("甲13900000000乙13900000001"));

    // When
    Finding released = screener.screenPayload(before, false).get(0);

    // Then
    assertThat(screener.screenPayload(rewritten, false).get(0).valueHash())
        .isEqualTo(released.valueHash());
    assertThat(screener.screenPayload(more, false).get(0).valueHash())
        .isNotEqualTo(released.valueHash());
  }

  @Test
  void shouldNotPassTheSameWordInAnotherSentenceAsTheOneReleased() {
    // Given
    Finding released = screener.screenRaw(record(text("本条例所称国家秘密，涉及国家秘密的定级另行规定"))).get(0);

    // When
    Finding later = screener.screenRaw(record(text("本文件涉及国家秘密"))).get(0);

    // Then
    assertThat(later.valueHash()).isNotEqualTo(released.valueHash());
  }

  @Test
  void shouldHoldATextOnWhichAnExpressionOverflows() {
    // Given
    Screener fragile =
        Screeners.compile(
            new Screening(
                List.of(
                    Patterns.pattern(
                        "spam/x",
                        Screening.Kind.SPAM,
                        List.of(),
                        List.of("bet(a|b)*z"),
                        List.of()))));

    // When
    List<Finding> findings =
        fragile.screenPayload(record(text("bet" + "ab".repeat(100_000))), false);

    // Then
    assertThat(findings).extracting(Finding::rule).containsExactly("spam/x");
  }

  private static JsonNode text(String text) {
    return JSON.getNodeFactory().textNode(text);
  }

  private static JsonNode record(JsonNode text) {
    return JSON.createObjectNode()
        .put("title", "关于年度报告的说明")
        .set(
            "parts",
            JSON.createArrayNode().add(1).add(JSON.createObjectNode().set("content", text)));
  }

  private static List<String> rules(JsonNode names, String prefix) {
    return StreamSupport.stream(names.spliterator(), false).map(n -> prefix + n.asText()).toList();
  }

  @Test
  void shouldHoldATextThatAPatternCannotBeAskedAbout() {
    Screener costly =
        Screeners.compile(
            new Screening(
                List.of(
                    Patterns.pattern(
                        "spam/costly",
                        Screening.Kind.SPAM,
                        List.of(),
                        List.of("(.*a){12,}b"),
                        List.of()))));

    List<Finding> findings =
        costly.screenPayload(record(JSON.getNodeFactory().textNode("a".repeat(100) + "!")), false);

    assertThat(findings)
        .singleElement()
        .satisfies(f -> assertThat(f.rule()).isEqualTo("spam/costly"))
        .satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.HOLD));
  }
}

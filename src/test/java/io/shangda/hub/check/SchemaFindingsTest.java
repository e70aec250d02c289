package io.shangda.hub.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Severity;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaFindingsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 7, 1);
  private final Checker checker =
      new Checkers(Given.config()).compile("record.schema.json", List.of(), List.of());

  static Stream<Named<JsonNode>> cases() throws IOException {
    return StreamSupport.stream(
            new ObjectMapper()
                .readTree(Given.resource("/check/schema-findings.json"))
                .spliterator(),
            false)
        .map(c -> Named.of(c.get("change").toString(), c));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldReportAllErrorsWithFieldMaskedValueAndHints(JsonNode given) {
    // Given
    ObjectNode payload = Given.record();
    given
        .get("change")
        .properties()
        .forEach(
            c -> {
              if (c.getValue().isNull()) {
                payload.remove(c.getKey());
              } else {
                payload.set(c.getKey(), c.getValue());
              }
            });

    // When
    List<Finding> findings = checker.check(payload, TODAY);

    // Then
    List<String> expected =
        StreamSupport.stream(given.get("finds").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    assertThat(findings)
        .extracting(f -> f.rule() + " " + f.field())
        .containsExactlyInAnyOrderElementsOf(expected);
    for (Finding finding : findings) {
      assertThat(finding.severity()).isEqualTo(Severity.REJECT);
      assertThat(finding.zh()).startsWith(given.path("zhBegins").asText());
      shouldBe(finding.zh(), given.path("zh"));
      shouldBe(finding.en(), given.path("en"));
      shouldBe(finding.value(), given.path("value"));
    }
  }

  private static void shouldBe(String found, JsonNode expected) {
    if (!expected.isMissingNode()) {
      assertThat(found).isEqualTo(expected.asText());
    }
  }

  @Test
  void shouldNotReportAFieldAgainThatTranslationHasRefused() {
    // Given
    ObjectNode payload = Given.record().without(List.of("applyer_name", "accept_date"));
    List<Finding> translation =
        List.of(
            Finding.of(Severity.REJECT, "date", "/accept_date", "20*年", "", ""),
            Finding.of(Severity.WARN, "unified-deal-code", "/applyer_name", "x", "", ""));

    // When
    List<Finding> all = Findings.merge(translation, checker.check(payload, TODAY));

    // Then
    assertThat(all)
        .extracting(f -> f.rule() + " " + f.field())
        .containsExactly(
            "date /accept_date",
            "unified-deal-code /applyer_name",
            "schema/required /applyer_name");
  }

  @Test
  void shouldReportNothingBesideAMappingThatFailed() {
    // Given
    List<Finding> translation =
        List.of(Finding.of(Severity.REJECT, "mapping", "", "", "失败", "failed"));

    // When
    List<Finding> all = Findings.merge(translation, checker.check(Given.json("{}"), TODAY));

    // Then
    assertThat(all).isEqualTo(translation);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"properties\": {\"applyer_name\": {\"pattern\": \"(.*a){12,}b\"}}}",
        "{\"properties\": {\"applyer_name\": {\"not\": {\"pattern\": \"(.*a){12,}b\"}}}}",
        "{\"properties\": {\"project_no\": {\"pattern\": \"^(?:[0-9]|x)*$\"}}}",
        "{\"$ref\": \"#\"}",
      })
  void shouldRejectARecordThatTheSchemaCannotJudge(String schema) {
    Checker strange =
        new Checkers(Given.config("schemas/strange.schema.json", schema))
            .compile("strange.schema.json", List.of(), List.of());
    ObjectNode payload = Given.record();
    payload.put("applyer_name", "a".repeat(100) + "!");
    payload.put("project_no", "7x".repeat(100_000));

    List<Finding> findings = strange.check(payload, TODAY);

    assertThat(findings)
        .singleElement()
        .satisfies(f -> assertThat(f.rule()).isEqualTo("schema/unjudged"))
        .satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.REJECT));
  }
}

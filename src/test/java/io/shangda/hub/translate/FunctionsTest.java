package io.shangda.hub.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FunctionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  // in Shanghai it is already the first of July
  private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-30T16:30:00Z"), SHANGHAI);

  static Stream<Named<JsonNode>> cases() throws IOException {
    try (InputStream in = FunctionsTest.class.getResourceAsStream("/translate/functions.json")) {
      return StreamSupport.stream(JSON.readTree(in).spliterator(), false)
          .map(c -> Named.of(c.get("call").asText() + " of " + c.get("in"), c));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldGiveTheValueOrSayWhatIsWrong(JsonNode given) {
    // Given
    Mapping mapping =
        mapping(given.get("call").asText().replace("(.", "(.in").replace(", .", ", .in"));

    // When
    Translation translation = mapping.apply(JSON.createObjectNode().set("in", given.get("in")));

    // Then
    if (given.has("refused")) {
      assertThat(translation.payload().has("out")).isFalse();
      assertThat(translation.findings()).hasSize(1);
      shouldName(translation.findings().get(0), Severity.REJECT, given.get("refused"), given);
    } else {
      JsonNode expected = given.get("gives").isNull() ? null : given.get("gives");
      assertThat(translation.payload().path("out").asText())
          .isEqualTo(expected == null ? "" : expected.asText());
      assertThat(translation.findings()).hasSize(given.has("warned") ? 1 : 0);
      if (given.has("warned")) {
        shouldName(translation.findings().get(0), Severity.WARN, given.get("warned"), given);
      }
    }
  }

  private static void shouldName(
      Finding finding, Severity severity, JsonNode rule, JsonNode given) {
    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.rule()).isEqualTo(rule.asText());
    assertThat(finding.field()).isEqualTo("/out");
    assertThat(finding.zh()).isNotBlank().doesNotContain("null");
    assertThat(finding.en()).contains(given.path("says").asText());
    if (given.has("shown")) {
      assertThat(finding.value()).isEqualTo(given.get("shown").asText());
    }
    if (given.get("in").isTextual() && !rule.asText().equals("date")) {
      assertThat(finding.valueHash()).isEqualTo(Hash.sha256(given.get("in").asText().strip()));
    }
  }

  private static Mapping mapping(String call) {
    ConfigOf config =
        new ConfigOf()
            .with("mappings/m.jslt", "{\"out\": " + call + "}")
            .with("codes/case-type.csv", "code,value\n1,即办件\n2,承诺件\n9,其他\n")
            .with(
                "codes/end-result.csv",
                "code,value,source\n0,出证办结,\n6,办结,\n6,准予许可,jiangshan-cases\n")
            .with(
                "codes/region.csv",
                """
                code,value,valid_from,valid_to
                532331,禄丰县,,2021-01-31
                532302,禄丰市,2021-02-01,
                """);
    assertThat(Mappings.check(config.files())).isEqualTo(List.of());
    return new Mappings(config.files(), CLOCK).compile("m.jslt", SHANGHAI, "jiangshan-cases");
  }
}

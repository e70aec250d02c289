package io.shangda.hub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Severity;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One fault of a field is told once. */
class OverlapTest {
  private static final ObjectNode PAYLOAD = JsonNodeFactory.instance.objectNode().put("KEPT", "x");

  private static Finding finding(String rule, String field) {
    return Finding.of(Severity.REJECT, rule, field, "", "有误", "is wrong");
  }

  @ParameterizedTest
  @CsvSource({
    "schema/required,              /CODE, /CODE, 0",
    "trading/project-code-missing, /CODE, /CODE, 0",
    "schema/required,              /CODE, /NAME, 1",
    "schema/pattern,               /KEPT, /KEPT, 1",
    "trading/whole,                '',    /CODE, 1",
    "trading/whole,                '',    '',    1",
  })
  void shouldNotSayThatAFieldIsMissingThatCouldNotBeTranslated(
      String rule, String field, String untranslated, int left) {
    assertThat(
            Overlap.without(
                List.of(finding(rule, field)),
                List.of(finding("invest-project-code", untranslated)),
                PAYLOAD))
        .hasSize(left);
  }
}

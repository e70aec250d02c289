package io.shangda.hub.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.RuleSet;
import io.shangda.hub.config.RuleSet.Rule;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Severity;
import io.shangda.hub.translate.Mappings;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 7, 1);

  @Test
  void shouldReportARuleThatIsBrokenWithItsFieldTextsAndBasis() {
    // Given
    Rule rule =
        new Rule(
            "case/accepted-before-applied",
            Severity.HOLD,
            ".apply_date and .accept_date",
            ".accept_date >= .apply_date",
            "/accept_date",
            "受理时间早于申请时间",
            "The acceptance is earlier than the application",
            "行政许可法 第三十二条",
            null,
            null,
            null);

    // When
    List<Finding> findings = check(rule, Given.record().put("apply_date", "2018-04-01T00:00:00"));

    // Then
    assertThat(findings).hasSize(1);
    Finding finding = findings.get(0);
    assertThat(finding.severity()).isEqualTo(Severity.HOLD);
    assertThat(finding.rule()).isEqualTo("case/accepted-before-applied");
    assertThat(finding.field()).isEqualTo("/accept_date");
    assertThat(finding.value()).isEqualTo("2018-03-30T00:00:00");
    assertThat(finding.zh()).isEqualTo("受理时间早于申请时间（依据：行政许可法 第三十二条）");
    assertThat(finding.en()).endsWith("(basis: 行政许可法 第三十二条)");
  }

  @Test
  void shouldApplyARuleOnlyWhereItsConditionHolds() {
    Rule rule = Given.rule("r", Severity.REJECT, ".apply_date", ".accept_date >= .apply_date");
    assertThat(check(rule, Given.record())).isEmpty();
    assertThat(check(rule, Given.record().put("apply_date", "2018-03-30T00:00:00"))).isEmpty();
    assertThat(check(rule, Given.record().put("apply_date", "2018-03-31T00:00:00"))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    // the day named by the record decides, not the day of intake
    "2019-05-14T23:59:59, 2019-05-15, , 0",
    "2019-05-15T00:00:00, 2019-05-15, , 1",
    "2019-05-14T23:59:59, , 2019-05-14, 1",
    "2019-05-15T00:00:00, , 2019-05-14, 0",
    "20190515000000, 2019-05-15, 2019-05-15, 1",
    // no date: today, 2026-07-01
    "unknown, 2026-07-01, , 1",
    "unknown, , 2026-06-30, 0",
  })
  void shouldHoldRulesOnlyWhileTheyAreInForce(
      String date, LocalDate from, LocalDate to, int found) {
    Rule rule = Given.inForce(Given.rule("r", Severity.WARN, null, "false"), from, to);
    assertThat(rules(rule, Given.record().put("accept_date", date))).hasSize(found);
  }

  @Test
  void shouldRejectARecordThatARuleCannotJudge() {
    // Given
    Rule rule = Given.rule("r", Severity.WARN, null, "number(.applyer_name) > 1");

    // When
    List<Finding> findings = check(rule, Given.record());

    // Then
    assertThat(findings).extracting(Finding::severity).containsExactly(Severity.REJECT);
    assertThat(findings.get(0).rule()).isEqualTo("r");
    assertThat(findings.get(0).en()).contains("Rule 'r' cannot judge this record");
  }

  @Test
  void shouldKnowTheFunctionsOfMappings() {
    Rule rule = Given.rule("r", Severity.REJECT, null, "uscc(.applyer_name)");
    assertThat(check(rule, Given.record().put("applyer_name", "113308810026310171")))
        .extracting(Finding::rule)
        .containsExactly("schema/maxLength");
    assertThat(check(rule, Given.record().put("applyer_name", "113308810026310172")))
        .extracting(Finding::rule)
        .containsExactlyInAnyOrder("schema/maxLength", "r");
  }

  private static List<Finding> rules(Rule rule, ObjectNode payload) {
    return check(rule, payload).stream().filter(f -> !f.rule().startsWith("schema/")).toList();
  }

  private static List<Finding> check(Rule rule, ObjectNode payload) {
    Mappings mappings = new Mappings(Given.config(), Clock.systemUTC());
    return new Checkers(Given.config())
        .compile(
            "record.schema.json",
            List.of(new RuleSet("rules", List.of(rule))),
            mappings.ruleFunctions(ZoneOffset.UTC, ""))
        .check(payload, TODAY);
  }
}

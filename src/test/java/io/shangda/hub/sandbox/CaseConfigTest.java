package io.shangda.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.sandbox.ShippedConfig.Seen;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shipped configuration makes of the case system's rows. */
class CaseConfigTest {
  private static final Instant NOW = Instant.parse("2026-03-02T02:00:00Z");
  private static final CaseItem OF_COMPANIES = CaseItem.ALL.get(0);
  private static final CaseItem OF_PERSONS = CaseItem.ALL.get(3);

  private final ShippedConfig config = ShippedConfig.load();

  @Test
  void shouldFindNothingButWhatTheClerksGotWrong() throws Exception {
    // Given
    SteppingClock clock = new SteppingClock(NOW);
    CaseWorld world = new CaseWorld(clock.instant(), 7, Journal.none());
    Set<String> told = new TreeSet<>();
    // When
    for (int turn = 0; turn < 30; turn++) {
      judge(world.changedSince("")).forEach(seen -> told.add(seen.type() + " " + seen.told()));
      clock.step(Duration.ofSeconds(10));
      world.live(clock.instant());
    }
    // Then
    assertThat(told)
        .containsExactlyInAnyOrder(
            "case-accept []",
            "case-accept [reject uscc /applyer_page_code]",
            "case-accept [reject date /accept_date]",
            "case-accept [reject schema/required /applyer_name]",
            "case-accept [reject code/applicant-type /applyer_type]",
            "case-process []",
            "case-result []",
            "case-result [reject code/gdbs-result /result_type]");
  }

  @Test
  void shouldFillTheColumnsOfAnAcceptance() throws Exception {
    // When
    Seen seen = accept(OF_COMPANIES, row -> {});
    // Then
    assertThat(seen.key()).isEqualTo(seen.payload().path("project_no").asText()).hasSize(43);
    assertThat(seen.payload().path("catalog_code").asText()).isEqualTo(OF_COMPANIES.base());
    assertThat(seen.payload().path("task_code").asText()).hasSize(31);
    assertThat(seen.payload().path("applyer_type").asText()).isEqualTo("2");
    assertThat(seen.payload().path("applyer_page_type").asText()).isEqualTo("01");
    assertThat(seen.payload().path("accept_date").asText()).isEqualTo("2026-03-02 10:00:00");
    assertThat(seen.payload().path("data_source").asText()).isEqualTo("p33");
  }

  @Test
  void shouldGiveAStepOneTimeAsStartAndEnd() throws Exception {
    // Given
    CaseFile file = new CaseFile(OF_COMPANIES, 1, NOW);
    // When
    Seen seen = judge(List.of(Objects.requireNonNull(file.nextStep(NOW)))).get(0);
    // Then
    assertThat(seen.payload().path("event_end_time"))
        .isEqualTo(seen.payload().path("event_start_time"));
    assertThat(seen.payload().path("event_name").asText()).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SQRZJHM | 330881180001010017   | reject id-card /applyer_page_code
          SQRLX   | 77                   | reject code/applicant-type /applyer_type
          SLSJ    | 2026-02-30 09:15:00  | reject date /accept_date
          SLSJ    | 2026-03-01 09:15:00  | reject case/accepted-before-applied /accept_date
          CNBJSJ  | 2026-03-01 09:15:00  | warn case/promised-before-accepted /promise_date
          SLBMZZJDDM | 113308810026310172 | reject uscc /org_code
          SLBMZZJDDM | 114403006955506492 | warn jiangshan/office-of-another-division /org_code
          LXRSJ   | 0570-401234          | reject schema/pattern /contact_mobile
          SBLSH   | 1133088100000014-1   |
          BJLX    | 7                    | reject code/gbt39046-case-kind /project_type
          """)
  void shouldFindOneMistakeOfAnAcceptance(String field, String value, String told)
      throws Exception {
    Seen seen = accept(OF_PERSONS, row -> row.put(field, value));
    assertThat(seen.told()).isEqualTo(told == null ? List.of() : List.of(told));
  }

  @Test
  void shouldFindACompanyThatAppliesWithAnIdentityCard() throws Exception {
    Seen seen =
        accept(OF_COMPANIES, row -> row.put("SQRZJLX", "111").put("SQRZJHM", "330881180001010016"));
    assertThat(seen.told())
        .containsExactly("reject case/company-without-credit-code /applyer_page_type");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | ZJBH    | reject case/certificate-without-number /result_cetr_no
          1 | BJJGMS  | reject case/returned-without-reason /result_explain
          6 | ZJBH    |
          8 | BZ      | reject code/gdbs-result /result_type
          """)
  void shouldFindOneMistakeOfAResult(String result, String missing, String told) throws Exception {
    JsonObject row = new CaseFile(OF_COMPANIES, 1, NOW).result(NOW, null).put("BJJGDM", result);
    row.remove(missing);
    assertThat(judge(List.of(row)).get(0).told())
        .isEqualTo(told == null ? List.of() : List.of(told));
  }

  private interface Change {
    void to(JsonObject row);
  }

  private Seen accept(CaseItem item, Change change) throws Exception {
    JsonObject row = new CaseFile(item, 7, NOW).accept(NOW, null, 1);
    change.to(row);
    return judge(List.of(row)).get(0);
  }

  private List<Seen> judge(List<JsonObject> rows) throws Exception {
    JsonObject page =
        new JsonObject()
            .put("code", "200")
            .put(
                "data",
                new JsonObject()
                    .put("hasMore", false)
                    .put("rows", new JsonArray(List.copyOf(rows))));
    return config.judge(
        "jiangshan-cases", page.toBuffer().getBytes(), "application/json", "page 1");
  }
}

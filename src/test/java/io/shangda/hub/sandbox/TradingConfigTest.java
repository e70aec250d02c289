package io.shangda.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.config.ConfigMistake;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Severity;
import io.shangda.hub.translate.Translation;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The trading centre's records under the project's own configuration. */
class TradingConfigTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant START = Instant.parse("2025-11-22T00:00:00Z");
  private static final LocalDate TODAY = LocalDate.of(2025, 11, 22);

  private final TradingWorld world = new TradingWorld(START, Duration.ofSeconds(20), 7);
  private final ProjectConfig project = ProjectConfig.read();

  @Test
  void shouldHaveNoMistakeInItsConfiguration() {
    // When
    List<ConfigMistake> mistakes = project.mistakes();

    // Then
    assertThat(mistakes).isEmpty();
  }

  @Test
  void shouldFindNothingWrongWithWhatTheCentreDidRight() {
    for (int turn = 0; turn < 120; turn += 3) {
      for (JsonObject row : world.rows(turn)) {
        if (!spoiled(row, turn)) {
          assertThat(findings(row)).as(row.getString("id") + " at turn " + turn).isEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TradeFlaw.class)
  void shouldFindExactlyWhatIsWrong(TradeFlaw flaw) {
    // Given
    int turn = 0;
    while (spoiledRow(flaw, turn) == null && turn < 200) {
      turn++;
    }
    JsonObject row = spoiledRow(flaw, turn);

    // When
    List<String> findings =
        row == null
            ? List.of()
            : findings(row).stream()
                .map(f -> f.severity() + " " + f.rule() + " " + f.field())
                .toList();

    // Then
    assertThat(findings).isEqualTo(expected(flaw));
  }

  private static List<String> expected(TradeFlaw flaw) {
    return switch (flaw) {
      case WRONG_REGION -> List.of("REJECT code/yunnan-division /REGION_CODE");
      case MISSING_PROJECT_CODE ->
          List.of("REJECT trading/project-code-missing /INVEST_PROJECT_CODE");
      case IMPOSSIBLE_DATE -> List.of("REJECT date /NOTICE_SEND_TIME");
      case SHORT_PUBLICITY -> List.of("REJECT trading/publicity-three-days /PUBLICITY_END_TIME");
      case MISSING_TITLE -> List.of("REJECT schema/required /NOTICE_NAME");
      case UNKNOWN_CODE -> List.of("REJECT code/trading-price-form /PRICE_FORM_CODE");
      case FOREIGN_SECTION -> List.of("REJECT trading/section-of-another-tender /BID_SECTION_CODE");
      case WRONG_WINNER_CODE -> List.of("REJECT uscc /WIN_BIDDER_CODE");
      case BARE_RESULT -> List.of("WARN trading/winning-notice-content /NOTICE_CONTENT");
      case HUGE_AMOUNT -> List.of("WARN trading/amount-over-three-billion /BID_AMOUNT");
      // held by screening; not shown at all; left to the platform above
      case UNMASKED_IDENTITY, LATE_PARENT, USED_NAME, OWN_DATA_SET -> List.of();
    };
  }

  @Test
  void shouldLetNoIdentityNumberLeaveInAField() {
    for (JsonObject row : world.rows(120)) {
      if (Deal.RESULT.equals(row.getString("dataType"))) {
        assertThat(project.map(row).payload().path("PROJECT_LEAD_ID").asText())
            .matches("\\d{6}\\*{8}\\d{3}[0-9X]");
      }
    }
  }

  private List<Finding> findings(JsonObject row) {
    Translation translation = project.map(row);
    List<Finding> all = new ArrayList<>(translation.findings());
    Set<String> refused = Set.copyOf(all.stream().map(Finding::field).toList());
    project.check(row, translation.payload(), TODAY).stream()
        // a field that could not be made has been named already
        .filter(f -> !(f.rule().startsWith("schema/") && refused.contains(f.field())))
        .forEach(all::add);
    assertThat(all).allMatch(f -> f.severity() != Severity.HOLD);
    return all;
  }

  private boolean spoiled(JsonObject row, int turn) {
    String id = row.getString("id");
    int number = Integer.parseInt(id.substring(id.length() - 5));
    TradeFlaw flaw = world.flaw(number);
    return flaw != null
        && flaw.type().equals(row.getString("dataType"))
        && world.spoiled(number, turn);
  }

  private @Nullable JsonObject spoiledRow(TradeFlaw flaw, int turn) {
    return world.rows(turn).stream()
        .filter(row -> flaw.type().equals(row.getString("dataType")) && spoiled(row, turn))
        .filter(
            row -> {
              String id = row.getString("id");
              return world.flaw(Integer.parseInt(id.substring(id.length() - 5))) == flaw;
            })
        .findFirst()
        .orElse(null);
  }
}

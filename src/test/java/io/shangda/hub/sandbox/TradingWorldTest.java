package io.shangda.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TradingWorldTest {
  private static final Instant START = Instant.parse("2025-11-22T00:00:00Z");
  private static final Duration TURN = Duration.ofSeconds(20);
  private static final int LONG_RUN = 200;

  private final TradingWorld world = new TradingWorld(START, TURN, 7);

  @Test
  void shouldTellTheSameStoryForTheSameSeed() {
    // Given
    TradingWorld again = new TradingWorld(START, TURN, 7);
    TradingWorld other = new TradingWorld(START, TURN, 8);

    // When / Then
    for (int turn = 0; turn < 40; turn++) {
      assertThat(again.rows(turn)).isEqualTo(world.rows(turn));
    }
    assertThat(other.rows(0)).isNotEqualTo(world.rows(0));
  }

  @Test
  void shouldTakeOneTurnInTheGivenTime() {
    assertThat(world.turnAt(START.plusSeconds(19))).isZero();
    assertThat(world.turnAt(START.plusSeconds(20))).isEqualTo(1);
    assertThat(world.turnAt(START.minusSeconds(60))).isZero();
  }

  @Test
  void shouldShowEachChildAfterItsParentUnlessTheParentIsLate() {
    for (int turn = 0; turn < 60; turn++) {
      Set<String> seen = new HashSet<>();
      for (JsonObject row : world.rows(turn)) {
        String parent = row.getString("projectId", row.getString("tenderId"));
        if (parent != null && !seen.contains(parent)) {
          int number = Integer.parseInt(parent.substring(parent.length() - 5));
          assertThat(world.flaw(number)).isEqualTo(TradeFlaw.LATE_PARENT);
          assertThat(world.spoiled(number, turn)).isTrue();
        }
        seen.add(row.getString("id"));
      }
    }
  }

  @Test
  void shouldShowALateParentInTheEnd() {
    // Given
    int number = deal(TradeFlaw.LATE_PARENT);
    String tender = new Deal(number, START).id(Deal.TENDER);
    String notice = new Deal(number, START).id(Deal.NOTICE);

    // When
    int noticeFrom = firstTurnOf(notice);
    int tenderFrom = firstTurnOf(tender);

    // Then
    assertThat(tenderFrom).isGreaterThan(noticeFrom);
  }

  @Test
  void shouldChangeALittleAtEveryTurn() {
    for (int turn = 0; turn < 60; turn++) {
      Map<String, JsonObject> before = byId(world.rows(turn));
      Map<String, JsonObject> after = byId(world.rows(turn + 1));
      long changed =
          after.entrySet().stream().filter(e -> !e.getValue().equals(before.get(e.getKey()))).count();
      assertThat(changed).as("turn " + turn).isBetween(1L, 40L);
      assertThat(after.keySet()).containsAll(before.keySet());
    }
  }

  @Test
  void shouldGiveAChangedRowALaterTime() {
    for (int turn = 0; turn < 60; turn++) {
      Map<String, JsonObject> before = byId(world.rows(turn));
      for (JsonObject row : world.rows(turn + 1)) {
        JsonObject old = before.get(row.getString("id"));
        if (old != null && !old.equals(row)) {
          assertThat(row.getString("updateTime"))
              .as(row.getString("id") + " at turn " + turn)
              .isGreaterThan(old.getString("updateTime"));
        }
      }
    }
  }

  @Test
  void shouldStayWithinAFewHundredRecords() {
    assertThat(world.rows(0)).hasSizeBetween(50, 100);
    assertThat(world.rows(LONG_RUN)).hasSize(300);
  }

  @Test
  void shouldWithdrawSomeCandidates() {
    assertThat(world.rows(LONG_RUN))
        .filteredOn(row -> row.getInteger("isDeleted") == 1)
        .hasSizeGreaterThan(3)
        .allMatch(row -> Deal.CANDIDATE.equals(row.getString("dataType")));
  }

  @Test
  void shouldPlantEveryFlawOnce() {
    Set<TradeFlaw> planted =
        IntStream.rangeClosed(1, 60)
            .mapToObj(world::flaw)
            .filter(java.util.Objects::nonNull)
            .collect(Collectors.toSet());
    assertThat(planted).containsExactlyInAnyOrder(TradeFlaw.values());
  }

  @Test
  void shouldMendWhatTheCentreCanMend() {
    // Given
    int mended = deal(TradeFlaw.WRONG_REGION);
    int left = deal(TradeFlaw.UNMASKED_IDENTITY);

    // When / Then
    assertThat(world.spoiled(mended, LONG_RUN)).isFalse();
    assertThat(world.spoiled(left, LONG_RUN)).isTrue();
  }

  @Test
  void shouldKeepItsOwnNotesToItself() {
    for (int turn = 0; turn < 60; turn++) {
      for (JsonObject row : world.rows(turn)) {
        assertThat(row.fieldNames())
            .noneMatch(name -> name.startsWith("_") || name.endsWith("NextDay"));
      }
    }
  }

  private int deal(TradeFlaw flaw) {
    return IntStream.rangeClosed(1, 60)
        .filter(n -> world.flaw(n) == flaw)
        .findFirst()
        .orElseThrow();
  }

  private int firstTurnOf(String id) {
    return IntStream.range(0, LONG_RUN)
        .filter(turn -> byId(world.rows(turn)).containsKey(id))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, JsonObject> byId(List<JsonObject> rows) {
    return rows.stream()
        .collect(Collectors.toMap(row -> row.getString("id"), Function.identity()));
  }
}

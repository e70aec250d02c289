package io.shangda.hub.intake;

import static io.shangda.hub.support.CoreWorld.PROVINCE;
import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.said;
import static io.shangda.hub.support.CoreWorld.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shangda.hub.operate.query.Ledgers;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a person can do with a held record (P7), run on each database. */
abstract class HeldRecords {
  private static final Actor CLERK = new Actor("clerk", "quoted in a warning");
  private static final Actor CHIEF = new Actor("chief", "the words name the law");

  private final CoreWorld world;

  HeldRecords(Dialect dialect) {
    world = new CoreWorld(dialect);
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
    assertThat(new Ledgers(world.database).whole().balanced()).isTrue();
  }

  private Holds.Outcome release(String key) {
    return world.holds.release(world.id(key), CLERK);
  }

  private Holds.Outcome clear(String key, Actor actor) {
    return world.holds.clearSecretMark(world.id(key), actor);
  }

  private long findings(String resolution) {
    return world.number("select count(*) from finding where resolution = ?", resolution);
  }

  // ---- release

  @Test
  void shouldSendNothingOfAHeldRecord() {
    world.pull(record("a", "hold", "x"), record("b"));

    assertThat(world.acceptAll()).extracting(d -> d.record().key()).containsExactly("b");
    assertThat(world.newest("a")).isEqualTo("held 1");
    assertThat(world.states("a")).isEmpty();
  }

  @Test
  void shouldSendARecordThatAPersonReleased() {
    world.pull(record("a", "hold", "x"));

    Holds.Outcome outcome = release("a");

    assertThat(outcome).isEqualTo(new Holds.Outcome(1, java.util.List.of()));
    assertThat(world.newest("a")).isEqualTo("planned 1");
    assertThat(world.acceptAll()).extracting(d -> d.record().key()).containsExactly("a");
    assertThat(world.states("a")).isEqualTo("1:delivered");
  }

  @Test
  void shouldMoveAReleasedRecordFromHeldToPlannedInTheSameRun() {
    world.pull(record("a", "hold", "x"), record("b"));
    long run = world.lastRun();
    assertThat(world.counts(run)).isEqualTo("pulled 2 = 0 + 0 + 0 + 1 + 1");

    release("a");

    assertThat(world.counts(run)).isEqualTo("pulled 2 = 0 + 0 + 0 + 0 + 2");
    assertThat(world.lastRun()).isEqualTo(run);
    assertThat(world.number("select planned from pull_run_target where run = ?", run)).isEqualTo(2);
    assertThat(new Ledgers(world.database).ofRun(run).orElseThrow().balanced()).isTrue();
  }

  @Test
  void shouldReleaseEveryRecordOfOneFinding() {
    world.pull(record("a", "hold", "x"), record("b", "hold", "y"), record("c", "hold-other", "x"));

    Holds.Outcome outcome = world.holds.releaseAll("test/hold", CLERK);

    assertThat(outcome.done()).isEqualTo(2);
    assertThat(world.acceptAll()).extracting(d -> d.record().key()).containsExactly("a", "b");
    assertThat(world.newest("c")).isEqualTo("held 1");
  }

  @Test
  void shouldLeaveARecordWithAnotherFindingTooWhenOneFindingIsReleased() {
    world.pull(record("a", "hold", "x", "hold-other", "y"), record("b", "hold", "x"));

    Holds.Outcome outcome = world.holds.releaseAll("test/hold", CLERK);

    assertThat(outcome.done()).isEqualTo(1);
    assertThat(outcome.skipped())
        .singleElement()
        .asString()
        .contains("Record " + world.id("a"), "findings of other rules");
    assertThat(world.newest("a")).isEqualTo("held 1");
  }

  @Test
  void shouldReleaseOnlyOnce() {
    world.pull(record("a", "hold", "x"));
    release("a");

    Holds.Outcome again = release("a");

    assertThat(again.done()).isZero();
    assertThat(again.skipped()).singleElement().asString().contains("not held");
    assertThat(world.acceptAll()).hasSize(1);
  }

  @Test
  void shouldNotReleaseWhatATargetsNewMappingRejects() {
    world.pull(record("a", "hold", "x"));
    world.config.apply(CoreWorld.hub(target(PROVINCE, 10, 1, "refusing.jslt")));

    Holds.Outcome outcome = release("a");

    assertThat(outcome.skipped()).singleElement().asString().contains("test/id", "reprocess");
    assertThat(world.newest("a")).isEqualTo("held 1");
    assertThat(findings("open")).isEqualTo(1);
  }

  @Test
  void shouldReleaseWhatATargetsNewMappingHoldsForTheSameFinding() {
    world.pull(record("a", "hold", "x"));
    world.config.apply(CoreWorld.hub(target(PROVINCE, 10, 1, "own.jslt")));

    assertThat(release("a").done()).isEqualTo(1);
    assertThat(world.number("select count(*) from delivery where payload is not null"))
        .isEqualTo(1);
  }

  // ---- refuse

  @Test
  void shouldNeverSendARecordThatAPersonRefused() {
    world.pull(record("a", "hold", "x"));
    long run = world.lastRun();

    assertThat(world.holds.refuse(world.id("a"), CLERK).done()).isEqualTo(1);

    assertThat(world.newest("a")).isEqualTo("refused 1");
    assertThat(world.counts(run)).isEqualTo("pulled 1 = 0 + 0 + 1 + 0 + 0");
    assertThat(world.acceptAll()).isEmpty();
    assertThat(release("a").skipped()).singleElement().asString().contains("not held");
  }

  @Test
  void shouldRefuseEveryRecordThatHasAFinding() {
    world.pull(
        record("a", "hold", "x", "hold-other", "y"),
        record("b", "hold", "x"),
        record("c", "hold-other", "y"));

    Holds.Outcome outcome = world.holds.refuseAll("test/hold", CLERK);

    assertThat(outcome.done()).isEqualTo(2);
    assertThat(world.newest("a")).isEqualTo("refused 1");
    assertThat(world.newest("b")).isEqualTo("refused 1");
    assertThat(world.newest("c")).isEqualTo("held 1");
  }

  @Test
  void shouldLookAnewAtALaterVersionOfARefusedRecord() {
    world.pull(record("a", "hold", "x"));
    world.holds.refuse(world.id("a"), CLERK);

    world.pull(record("a", "hold", "x", "v", "2"));
    assertThat(world.newest("a")).isEqualTo("held 2");

    world.pull(record("a", "v", "3"));
    assertThat(world.newest("a")).isEqualTo("planned 3");
  }

  // ---- the newest version only

  @Test
  void shouldActOnTheNewestVersionOnly() {
    world.pull(record("a", "hold", "x"));
    world.pull(record("a", "hold", "y"));

    release("a");

    assertThat(world.newest("a")).isEqualTo("planned 2");
    assertThat(world.states("a")).isEqualTo("1:superseded 2:batched");
  }

  @Test
  void shouldNoLongerCountAsHeldWhatANewerVersionOvertook() {
    world.pull(record("a", "hold", "x"), record("b", "hold", "x"), record("c"));
    long run = world.lastRun();

    world.pull(record("a", "hold", "y"), record("b", "v", "2"));

    assertThat(world.counts(run)).isEqualTo("pulled 3 = 0 + 0 + 0 + 0 + 3");
    assertThat(world.counts(world.lastRun())).isEqualTo("pulled 2 = 0 + 0 + 0 + 1 + 1");
    assertThat(world.states("a")).isEqualTo("1:superseded");
    assertThat(world.states("b")).isEqualTo("1:superseded 2:batched");
    assertThat(world.number("select count(*) from record_version where state = 'held'"))
        .isEqualTo(1);
    assertThat(new Ledgers(world.database).ofRun(run).orElseThrow().balanced()).isTrue();
    assertThat(world.events("a"))
        .containsExactly("held by hub", "held by hub", "superseded by hub");
  }

  @Test
  void shouldNoLongerCountAsHeldWhatARejectedVersionOvertook() {
    world.pull(record("a", "hold", "x"));
    long run = world.lastRun();

    world.pull(record("a", "reject", "x"));

    assertThat(world.counts(run)).isEqualTo("pulled 1 = 0 + 0 + 0 + 0 + 1");
    assertThat(world.newest("a")).isEqualTo("rejected 2");
    assertThat(world.acceptAll()).isEmpty();
  }

  @Test
  void shouldStillHoldAVersionWhenAnOlderOneArrives() {
    world.pull(record("a", "hold", "x", "at", "2026-03-01T09:00:00Z"));
    long run = world.lastRun();

    world.pull(record("a", "at", "2026-03-01T08:00:00Z"));

    assertThat(world.counts(run)).isEqualTo("pulled 1 = 0 + 0 + 0 + 1 + 0");
    assertThat(release("a").done()).isEqualTo(1);
  }

  @Test
  void shouldReleaseNothingWhenANewerVersionIsNotHeld() {
    world.pull(record("a", "hold", "x"));
    world.pull(record("a"));

    assertThat(release("a").skipped()).singleElement().asString().contains("not held");
    assertThat(world.holds.releaseAll("test/hold", CLERK).done()).isZero();
    assertThat(world.states("a")).isEqualTo("1:superseded 2:batched");
  }

  @Test
  void shouldLetAReleasedVersionWaitBehindAnEarlierOneThatIsUnderWay() {
    world.pull(record("a"));
    Claimed first = world.claimed();
    world.pull(record("a", "hold", "x"));

    release("a");

    assertThat(world.states("a")).isEqualTo("1:batched 2:waiting");
    world.settle(first, d -> said(Word.ACCEPTED));
    assertThat(world.acceptAll()).extracting(d -> d.operation().word()).containsExactly("update");
  }

  @Test
  void shouldWithdrawAHeldRecordThatTheSourceDeletes() {
    world.pull(record("a"));
    world.acceptAll();
    world.pull(record("a", "hold", "x"));

    world.pull(record("a", "hold", "x", "deleted", "true"));

    assertThat(world.newest("a")).isEqualTo("planned 3");
    assertThat(world.acceptAll()).extracting(d -> d.operation().word()).containsExactly("withdraw");
  }

  // ---- later versions

  @Test
  void shouldPassALaterVersionWhoseFindingsWereAllReleased() {
    world.pull(record("a", "hold", "x", "hold-other", "y"));
    release("a");

    world.pull(record("a", "hold", "x", "v", "2"));

    assertThat(world.newest("a")).isEqualTo("planned 2");
    assertThat(world.counts(world.lastRun())).isEqualTo("pulled 1 = 0 + 0 + 0 + 0 + 1");
  }

  @Test
  void shouldPassStillLaterVersionsOfTheSameFindings() {
    world.pull(record("a", "hold", "x"));
    release("a");
    world.pull(record("a", "hold", "x", "v", "2"));

    world.pull(record("a", "hold", "x", "v", "3"));

    assertThat(world.newest("a")).isEqualTo("planned 3");
  }

  @Test
  void shouldHoldALaterVersionWithAnotherValue() {
    world.pull(record("a", "hold", "x"));
    release("a");

    world.pull(record("a", "hold", "x2"));

    assertThat(world.newest("a")).isEqualTo("held 2");
  }

  @Test
  void shouldHoldALaterVersionWithTheSameValueInAnotherField() {
    world.pull(record("a", "hold", "x"));
    release("a");

    world.pull(record("a", "hold-other", "x"));

    assertThat(world.newest("a")).isEqualTo("held 2");
  }

  @Test
  void shouldHoldALaterVersionWithOneFindingMoreThanWasReleased() {
    world.pull(record("a", "hold", "x"));
    release("a");

    world.pull(record("a", "hold", "x", "hold-other", "y"));

    assertThat(world.newest("a")).isEqualTo("held 2");
  }

  @Test
  void shouldHoldTheSameFindingOfAnotherRecord() {
    world.pull(record("a", "hold", "x"));
    release("a");

    world.pull(record("b", "hold", "x"));

    assertThat(world.newest("b")).isEqualTo("held 1");
  }

  @Test
  void shouldGoByTheLastDecisionOnAFinding() {
    world.pull(record("a", "hold", "x"));
    release("a");
    world.pull(record("a", "hold", "x", "hold-other", "y"));
    world.holds.refuse(world.id("a"), CHIEF);

    world.pull(record("a", "hold", "x", "v", "3"));

    assertThat(world.newest("a")).isEqualTo("held 3");
  }

  // ---- secret marks

  @Test
  void shouldNotReleaseASecretMark() {
    world.pull(record("a", "hold", "secret"));

    assertThat(release("a").skipped()).singleElement().asString().contains("secret mark");
    assertThat(world.holds.releaseAll("secret-mark/grade", CLERK).done()).isZero();
    assertThat(world.newest("a")).isEqualTo("held 1");
    assertThat(world.acceptAll()).isEmpty();
  }

  @Test
  void shouldNotReleaseASecretMarkTogetherWithAnotherFinding() {
    world.pull(record("a", "hold", "x", "hold-mark", "secret"));

    assertThat(release("a").done()).isZero();
    assertThat(world.holds.releaseAll("test/hold", CLERK).done()).isZero();
    assertThat(world.newest("a")).isEqualTo("held 1");
  }

  @Test
  void shouldRefuseASecretMark() {
    world.pull(record("a", "hold", "secret"));

    assertThat(world.holds.refuse(world.id("a"), CLERK).done()).isEqualTo(1);

    assertThat(world.newest("a")).isEqualTo("refused 1");
  }

  @Test
  void shouldSendARecordWhoseSecretMarkTwoPersonsCalledAFalseHit() {
    world.pull(record("a", "hold", "secret"));
    long run = world.lastRun();

    assertThat(clear("a", CLERK).done()).isEqualTo(1);
    assertThat(world.newest("a")).isEqualTo("held 1");
    assertThat(world.acceptAll()).isEmpty();
    assertThat(clear("a", CHIEF).done()).isEqualTo(1);

    assertThat(world.newest("a")).isEqualTo("planned 1");
    assertThat(world.counts(run)).isEqualTo("pulled 1 = 0 + 0 + 0 + 0 + 1");
    assertThat(world.acceptAll()).extracting(d -> d.record().key()).containsExactly("a");
  }

  @Test
  void shouldNotLetOnePersonClearASecretMarkTwice() {
    world.pull(record("a", "hold", "secret"));
    clear("a", CLERK);

    Holds.Outcome second = clear("a", new Actor("clerk", "once more"));

    assertThat(second.done()).isZero();
    assertThat(second.skipped()).singleElement().asString().contains("another than the first");
    assertThat(world.newest("a")).isEqualTo("held 1");
    assertThat(release("a").done()).isZero();
  }

  @Test
  void shouldStillHoldWhatElseWasFoundAfterASecretMarkIsCleared() {
    world.pull(record("a", "hold", "x", "hold-mark", "secret"));

    clear("a", CLERK);
    clear("a", CHIEF);

    assertThat(world.newest("a")).isEqualTo("held 1");
    assertThat(findings("cleared")).isEqualTo(1);
    assertThat(release("a").done()).isEqualTo(1);
    assertThat(world.newest("a")).isEqualTo("planned 1");
  }

  @Test
  void shouldStartAnewWithTwoPersonsWhenANewVersionComesBetweenThem() {
    world.pull(record("a", "hold", "secret"));
    clear("a", CLERK);
    world.pull(record("a", "hold", "secret", "v", "2"));

    clear("a", CHIEF);

    assertThat(world.newest("a")).isEqualTo("held 2");
    clear("a", CLERK);
    assertThat(world.newest("a")).isEqualTo("planned 2");
    assertThat(findings("clearing")).isZero();
  }

  @Test
  void shouldPassALaterVersionWithTheSecretMarkThatTwoPersonsCleared() {
    world.pull(record("a", "hold", "secret"));
    clear("a", CLERK);
    clear("a", CHIEF);

    world.pull(record("a", "hold", "secret", "v", "2"));
    assertThat(world.newest("a")).isEqualTo("planned 2");

    world.pull(record("a", "hold", "secret, another"));
    assertThat(world.newest("a")).isEqualTo("held 3");
  }

  @Test
  void shouldClearNothingWhereThereIsNoSecretMark() {
    world.pull(record("a", "hold", "x"));

    assertThat(clear("a", CLERK).skipped()).singleElement().asString().contains("no secret mark");
  }

  // ---- evidence

  @Test
  void shouldNotActWithoutAReason() {
    assertThatThrownBy(() -> new Actor("clerk", " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("clerk")
        .hasMessageContaining("reason");
  }

  @Test
  void shouldKeepEveryActWithThePersonAndTheReason() {
    world.pull(
        record("released", "hold", "x"),
        record("refused", "hold", "x"),
        record("cleared", "hold", "secret"));

    release("released");
    world.holds.refuse(world.id("refused"), CHIEF);
    clear("cleared", CLERK);
    clear("cleared", CHIEF);

    assertThat(world.events("released"))
        .containsExactly("held by hub", "hold-released by clerk: quoted in a warning");
    assertThat(world.events("refused"))
        .containsExactly("held by hub", "hold-refused by chief: the words name the law");
    assertThat(world.events("cleared"))
        .containsExactly(
            "held by hub",
            "secret-mark-first-clearing by clerk: quoted in a warning",
            "hold-cleared by chief: the words name the law");
  }

  @Test
  void shouldKeepWhoDecidedOnEachFinding() {
    world.pull(record("a", "hold", "x"));

    release("a");

    assertThat(
            world.number(
                "select count(*) from finding where resolution = 'released'"
                    + " and resolved_by = 'clerk' and reason = 'quoted in a warning'"
                    + " and resolved_at is not null"))
        .isEqualTo(1);
  }
}

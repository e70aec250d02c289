package io.shangda.hub.intake;

import static io.shangda.hub.support.CoreWorld.page;
import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.operate.query.Ledgers;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In whatever order records arrive, the newest is the newest (P4); run on each database. */
abstract class Arrivals {
  private static final String EARLY = "2026-03-01T08:00:00Z";
  private static final String LATE = "2026-03-01T09:00:00Z";

  private final CoreWorld world;

  Arrivals(Dialect dialect) {
    world = new CoreWorld(dialect);
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
    assertThat(new Ledgers(world.database).whole().balanced()).isTrue();
  }

  private String counts() {
    return world.counts(world.lastRun());
  }

  @Test
  void shouldStoreAnOlderVersionThatArrivesAfterANewerOneAndSendOnlyTheNewer() {
    world.pull(record("a", "at", LATE));
    world.pull(record("a", "at", EARLY));

    assertThat(counts()).isEqualTo("pulled 1 = 0 + 0 + 0 + 0 + 1");
    assertThat(world.newest("a")).isEqualTo("planned 1");
    assertThat(world.states("a")).isEqualTo("1:batched 2:superseded");
    assertThat(world.acceptAll()).hasSize(1);
  }

  @Test
  void shouldGoOnFromTheNewestAfterAnOlderOneArrived() {
    world.pull(record("a", "at", LATE));
    world.pull(record("a", "at", EARLY));
    world.acceptAll();

    world.pull(record("a", "at", LATE, "v", "3"));

    assertThat(world.newest("a")).isEqualTo("planned 3");
    assertThat(world.acceptAll()).extracting(d -> d.operation().word()).containsExactly("update");
  }

  @Test
  void shouldFindNothingNewInTheNewestVersionAfterAnOlderOneArrived() {
    world.pull(record("a", "at", LATE));
    world.pull(record("a", "at", EARLY));

    world.pull(record("a", "at", LATE));

    assertThat(counts()).isEqualTo("pulled 1 = 0 + 1 + 0 + 0 + 0");
  }

  @Test
  void shouldNotWithdrawForADeletionThatIsOlderThanTheNewestVersion() {
    world.pull(record("a", "at", LATE));
    world.acceptAll();

    world.pull(record("a", "at", EARLY, "deleted", "true"));

    assertThat(world.newest("a")).isEqualTo("planned 1");
    assertThat(world.acceptAll()).isEmpty();
  }

  @Test
  void shouldTakeTheSameRecordTwiceInAPageOnce() {
    world.pull(record("a"), record("b"), record("a"));

    assertThat(counts()).isEqualTo("pulled 3 = 0 + 1 + 0 + 0 + 2");
    assertThat(world.states("a")).isEqualTo("1:batched");
  }

  @Test
  void shouldLetTheLastOfTwoVersionsInAPageWin() {
    world.pull(record("a", "v", "1"), record("a", "v", "2"));

    assertThat(counts()).isEqualTo("pulled 2 = 0 + 0 + 0 + 0 + 2");
    assertThat(world.newest("a")).isEqualTo("planned 2");
    assertThat(world.states("a")).isEqualTo("1:superseded 2:batched");
  }

  @Test
  void shouldLetTheNewerOfTwoVersionsInAPageWinWhereverItStands() {
    world.pull(record("a", "at", LATE), record("a", "at", EARLY));

    assertThat(world.newest("a")).isEqualTo("planned 1");
    assertThat(world.states("a")).isEqualTo("1:batched 2:superseded");
  }

  @Test
  void shouldRejectOnlyTheBadOneOfTwoVersionsInAPage() {
    world.pull(record("a", "v", "1"), record("a", "reject", "x"));

    assertThat(counts()).isEqualTo("pulled 2 = 0 + 0 + 1 + 0 + 1");
    assertThat(world.newest("a")).isEqualTo("rejected 2");
    assertThat(world.acceptAll()).isEmpty();
  }

  @Test
  void shouldTakeTheSameRecordTwiceInARunOnce() {
    PullClaim claim = world.claim();
    world.intake.takeIn(claim, page("1", record("a"), record("b")));
    world.intake.takeIn(claim, page("2", record("b"), record("c")));
    world.pulls.complete(claim);

    assertThat(world.counts(claim.run())).isEqualTo("pulled 4 = 0 + 1 + 0 + 0 + 3");
  }

  @Test
  void shouldTakeTheSamePageTwiceInARunOnce() {
    PullClaim claim = world.claim();
    world.intake.takeIn(claim, page("1", record("a"), record("b")));
    world.intake.takeIn(claim, page("1", record("a"), record("b")));
    world.pulls.complete(claim);

    assertThat(world.counts(claim.run())).isEqualTo("pulled 4 = 0 + 2 + 0 + 0 + 2");
    assertThat(world.number("select count(*) from raw_content")).isEqualTo(1);
  }

  @Test
  void shouldGoByArrivalWhereTwoVersionsHaveTheSameTime() {
    world.pull(record("a", "at", EARLY, "v", "1"));
    world.pull(record("a", "at", EARLY, "v", "2"));

    assertThat(world.newest("a")).isEqualTo("planned 2");
  }

  @Test
  void shouldGoByArrivalWhereAVersionHasNoTime() {
    world.pull(record("a", "at", LATE));
    world.pull(record("a", "v", "2"));

    assertThat(world.newest("a")).isEqualTo("planned 2");
  }

  @Test
  void shouldInsertAgainWhatWasDeletedAndComesBackChanged() {
    world.pull(record("a", "v", "1"));
    world.acceptAll();
    world.pull(record("a", "v", "1", "deleted", "true"));
    assertThat(world.acceptAll()).extracting(d -> d.operation().word()).containsExactly("withdraw");

    world.pull(record("a", "v", "2"));

    assertThat(world.newest("a")).isEqualTo("planned 3");
    assertThat(world.acceptAll()).extracting(d -> d.operation().word()).containsExactly("insert");
  }

  @Test
  void shouldInsertAgainWhatWasDeletedAndComesBackAsItWas() {
    world.pull(record("a"));
    world.acceptAll();
    world.pull(record("a", "deleted", "true"));
    world.acceptAll();

    world.pull(record("a"));

    assertThat(world.newest("a")).isEqualTo("planned 3");
    assertThat(world.acceptAll()).extracting(d -> d.operation().word()).containsExactly("insert");
  }

  @Test
  void shouldSendOnlyTheLastOfADeletionAndAReturnThatWaitTogether() {
    world.pull(record("a"));
    var first = world.claimed();
    world.pull(record("a", "deleted", "true"));
    world.pull(record("a", "v", "2"));

    world.settle(first, d -> CoreWorld.said(io.shangda.hub.record.Word.ACCEPTED));

    assertThat(world.acceptAll()).extracting(d -> d.operation().word()).containsExactly("update");
    assertThat(world.states("a")).isEqualTo("1:delivered 2:superseded 3:delivered");
  }

  @Test
  void shouldTakeTheSameKeyOfAnotherTypeForAnotherRecord() {
    world.pull(record("a"));
    world.pull(step("a", "a"));

    assertThat(world.number("select count(*) from record where source_key = 'a'")).isEqualTo(2);
    assertThat(counts()).isEqualTo("pulled 1 = 0 + 0 + 0 + 0 + 1");
  }

  // ---- children

  @Test
  void shouldRejectAChildThatNamesNoParent() {
    world.pull(step("s", ""), record("step-without"), step("good", "step-without"));

    assertThat(counts()).isEqualTo("pulled 3 = 0 + 0 + 1 + 0 + 2");
    assertThat(world.newest("s")).isEqualTo("rejected 1");
    assertThat(finding("s")).startsWith("reject parent-key /of").contains("上级", "optional: true");
    assertThat(world.acceptAll()).extracting(d -> d.record().key()).doesNotContain("s");
  }

  @Test
  void shouldRejectAChildWhoseParentsKeyNoRecordCanHave() {
    world.pull(step("long", "x".repeat(401)), step("control", "a\u0001b"));

    assertThat(counts()).isEqualTo("pulled 2 = 0 + 0 + 2 + 0 + 0");
    assertThat(finding("long")).startsWith("reject parent-key /of").contains("过长", "too long");
    assertThat(finding("control"))
        .startsWith("reject parent-key /of")
        .contains("control character");
    assertThat(world.acceptAll()).isEmpty();
  }

  @Test
  void shouldTakeAChildWhoseParentIsNamedInTheEnd() {
    world.pull(record("a"), step("s", ""));

    world.pull(step("s", "a"));

    assertThat(world.newest("s")).isEqualTo("planned 2");
    assertThat(world.acceptAll()).extracting(d -> d.record().key()).containsExactly("a", "s");
  }

  @Test
  void shouldWithdrawAChildThatNoLongerNamesItsParent() {
    world.pull(record("a"), step("s", "a"));
    world.acceptAll();

    world.pull(step("s", "", "deleted", "true"));

    assertThat(world.acceptAll()).extracting(d -> d.operation().word()).containsExactly("withdraw");
  }

  @Test
  void shouldSendAChildWithoutAParentWhereItMayHaveNone() {
    world.config.apply(CoreWorld.withOptionalParent(world.config.get()));

    world.pull(step("s", ""), step("long", "x".repeat(401)));

    assertThat(world.newest("s")).isEqualTo("planned 1");
    assertThat(world.newest("long")).isEqualTo("rejected 1");
    assertThat(world.acceptAll()).extracting(d -> d.record().key()).containsExactly("s");
  }

  private String finding(String key) {
    long record = world.id(key);
    return world.database.read(
        c ->
            java.util.Objects.requireNonNull(
                Sql.first(
                    c,
                    "select severity || ' ' || rule || ' ' || field || ' ' || zh || ' ' || en"
                        + " from finding where record = ?",
                    row -> row.getString(1),
                    record)));
  }

  @Test
  void shouldKnowAKeyOfOddCharactersAgain() {
    String key = "甲 乙/1?x=%20&y='2'\";\\|<𠮷>";
    world.pull(record(key), record(key.toUpperCase(java.util.Locale.ROOT)));
    world.pull(record(key));

    assertThat(counts()).isEqualTo("pulled 1 = 0 + 1 + 0 + 0 + 0");
    assertThat(world.newest(key)).isEqualTo("planned 1");
    assertThat(world.acceptAll()).extracting(d -> d.record().key()).contains(key);
  }

  @Test
  void shouldMakeNoNewVersionOfAClickCounterOrAnotherOrderOfFields() {
    world.pull("{\"kind\":\"case\",\"id\":\"a\",\"v\":\"1\",\"visits\":1}");
    world.pull("{\"v\":\"1\",\"visits\":2,\"id\":\"a\",\"kind\":\"case\"}");

    assertThat(counts()).isEqualTo("pulled 1 = 0 + 1 + 0 + 0 + 0");
  }
}

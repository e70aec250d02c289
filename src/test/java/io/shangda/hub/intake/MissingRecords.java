package io.shangda.hub.intake;

import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shangda.hub.config.SourceConfig.Absence;
import io.shangda.hub.operate.query.Ledgers;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that a source no longer lists (P8); run on each database. */
abstract class MissingRecords {
  private static final Actor LI = new Actor("li", "the county office confirms it");
  private static final Reach WHOLE = new Reach.Whole();

  private final CoreWorld world;

  MissingRecords(Dialect dialect) {
    world = new CoreWorld(dialect);
  }

  @BeforeEach
  void twoListsAndAtMostHalf() {
    withdraws(new Absence(2, Duration.ZERO, 0.5, 100, Duration.ofDays(30)));
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
    assertThat(new Ledgers(world.database).whole().balanced()).isTrue();
  }

  private void withdraws(Absence absence) {
    world.config.apply(CoreWorld.withAbsence(world.config.get(), absence));
  }

  private Absences absences() {
    return world.intake.absences();
  }

  /** A run that shows the whole list. */
  private void list(String... records) {
    list(WHOLE, records);
  }

  private void list(Reach reach, String... records) {
    PullClaim claim = world.claim();
    world.intake.takeIn(claim, page(records));
    world.pulls.complete(claim, null, reach);
    absences().withdrawDue(CoreWorld.SOURCE);
  }

  private static io.shangda.hub.record.Page page(String... records) {
    io.shangda.hub.record.Page page = CoreWorld.page("{}", records);
    return records.length > 0
        ? page
        : new io.shangda.hub.record.Page(page.raw(), List.of(), "{}", true);
  }

  private static String[] cases(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> record("c" + i)).toArray(String[]::new);
  }

  private void accepted(String... records) {
    list(records);
    world.acceptAll();
  }

  private List<String> sent() {
    return world.acceptAll().stream()
        .map(d -> d.operation().word() + " " + d.record().key())
        .toList();
  }

  private String token() {
    return absences().preview(CoreWorld.SOURCE, "due", null, 100).token();
  }

  private String standing() {
    return absences().preview(CoreWorld.SOURCE, "due", null, 100).state();
  }

  private List<String> due() {
    return absences().preview(CoreWorld.SOURCE, "due", null, 100).items().stream()
        .map(AbsenceList.Item::key)
        .toList();
  }

  private @Nullable String lastWarning() {
    return world.database.read(
        c ->
            Sql.list(
                    c,
                    "select coalesce(error, '') from pull_run where kind = 'pull' order by id desc"
                        + " limit 1",
                    row -> row.getString(1))
                .get(0));
  }

  @Test
  void shouldWithdrawARecordThatTwoWholeListsInARowLack() {
    accepted(cases(0, 4));
    list(cases(1, 4));
    assertThat(sent()).isEmpty();

    list(cases(1, 4));

    assertThat(world.newest("c0")).isEqualTo("planned 2");
    assertThat(sent()).containsExactly("withdraw c0");
    assertThat(world.events("c0")).contains("withdrawn-by-absence by hub");
    assertThat(world.number("select max(planned) from pull_run where kind = 'absence'"))
        .isEqualTo(1);
    list(cases(1, 4));
    assertThat(sent()).isEmpty();
  }

  @Test
  void shouldCountListsInARowOnly() {
    accepted(cases(0, 4));
    list(cases(1, 4));
    list(cases(0, 4));
    list(cases(1, 4));

    assertThat(sent()).isEmpty();
    assertThat(world.newest("c0")).isEqualTo("planned 1");
  }

  @Test
  void shouldWaitUntilTheGraceIsOverToo() {
    withdraws(new Absence(1, Duration.ofHours(24), 0.5, 100, Duration.ofDays(30)));
    accepted(cases(0, 4));
    list(cases(1, 4));
    list(cases(1, 4));
    list(cases(1, 4));
    assertThat(sent()).isEmpty();

    world.execute("update absence set since_at = since_at - interval '25' hour");
    list(cases(1, 4));

    assertThat(sent()).containsExactly("withdraw c0");
  }

  @Test
  void shouldNotCountAListThatIsNotWhole() {
    accepted(cases(0, 4));
    for (int i = 0; i < 4; i++) {
      list(new Reach.Part("half of it came", true), cases(1, 4));
      assertThat(lastWarning()).contains("half of it came", "no record is withdrawn");
      list(new Reach.Part("paused", false), cases(1, 4));
      assertThat(lastWarning()).isEmpty();
    }

    assertThat(world.number("select count(*) from absence")).isZero();
    assertThat(sent()).isEmpty();
  }

  @Test
  void shouldNotCountAListWithSomethingThatCouldNotBeRead() {
    accepted(cases(0, 4));
    String[] broken =
        Stream.concat(Stream.of(cases(1, 4)), Stream.of("no json")).toArray(String[]::new);

    list(broken);
    list(broken);

    assertThat(lastWarning()).contains("what could not be read may be what seems to be missing");
    assertThat(sent()).isEmpty();
  }

  @Test
  void shouldNotCountTheHalfListOfARunThatBrokeOffNorOfTheOneThatGoesOn() {
    accepted(cases(0, 4));
    for (int i = 0; i < 3; i++) {
      PullClaim first = world.claim();
      world.intake.takeIn(first, CoreWorld.page("{\"n\":1,\"page\":2}", cases(1, 3)));
      world.execute("update source_state set due_at = current_timestamp"); // the node is gone
      PullClaim second = world.claim();
      world.intake.takeIn(second, page(cases(3, 4)));
      world.pulls.complete(second, null, WHOLE);
      absences().withdrawDue(CoreWorld.SOURCE);
    }

    assertThat(world.number("select count(*) from absence")).isZero();
    list(cases(1, 4));
    list(cases(1, 4));
    assertThat(sent()).containsExactly("withdraw c0");
    assertThat(world.number("select count(*) from snapshot")).isEqualTo(2);
    assertThat(world.number("select count(*) from snapshot_seen")).isEqualTo(3);
  }

  @Test
  void shouldWithdrawNothingForAnEmptyListUntilAPersonHasLooked() {
    accepted(cases(0, 4));
    list();
    assertThat(lastWarning())
        .contains("none of the 4 records of type 'case-accept'", "it is empty");
    list();
    list();
    list();

    assertThat(sent()).isEmpty();
    assertThat(standing()).isEqualTo("asks");
    assertThat(due()).containsExactly("c0", "c1", "c2", "c3");
    list(cases(0, 3));
    assertThat(due()).containsExactly("c3");
    list(cases(0, 4));
    assertThat(due()).isEmpty();
    assertThat(standing()).isEqualTo("free");
  }

  @Test
  void shouldWithdrawNothingForAListOfOtherRecordsUntilAPersonHasLooked() {
    accepted(cases(0, 4));

    for (int i = 0; i < 4; i++) {
      list(cases(10, 20));
    }

    assertThat(sent()).noneMatch(sent -> sent.startsWith("withdraw"));
    assertThat(standing()).isEqualTo("asks");
  }

  @Test
  void shouldStopAllOfASourcesWithdrawalsIfTooManyWouldGo() {
    accepted(cases(0, 10));
    list(cases(6, 10));
    list(cases(6, 10));

    assertThat(sent()).isEmpty();
    assertThat(standing()).isEqualTo("brake");
    list(cases(6, 10));
    assertThat(world.number("select count(*) from audit_event where event = 'withdrawals-stopped'"))
        .isEqualTo(1);
    list(cases(1, 10));
    assertThat(sent()).as("a brake stays until a person says go").isEmpty();
    assertThat(due()).containsExactly("c0");
    list(cases(0, 10));
    assertThat(standing()).isEqualTo("free");
  }

  @Test
  void shouldNotLetABrakeBeStarvedInSlices() {
    withdraws(new Absence(1, Duration.ZERO, 1, 3, Duration.ofDays(30)));
    accepted(cases(0, 20));
    List<String> gone = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      list(cases(i, 20));
      gone.addAll(sent());
    }

    assertThat(gone).hasSize(3);
    assertThat(standing()).isEqualTo("brake");
    world.execute("update absence_run set at = at - interval '25' hour");
    absences().keep(CoreWorld.SOURCE, token(), List.of(), LI);
    list(cases(6, 20));
    assertThat(sent()).hasSize(3);
  }

  @Test
  void shouldLetGoExactlyWhatAPersonHasLookedAt() {
    accepted(cases(0, 10));
    list(cases(6, 10));
    list(cases(6, 10));
    String before = token();
    list(cases(5, 10));
    assertThatThrownBy(() -> absences().release(CoreWorld.SOURCE, before, LI))
        .isInstanceOf(Absences.ChangedSinceException.class);
    assertThat(sent()).isEmpty();

    Absences.Outcome outcome = absences().release(CoreWorld.SOURCE, token(), LI);

    assertThat(outcome.done()).isEqualTo(5);
    assertThat(sent())
        .containsExactlyInAnyOrder(
            "withdraw c0", "withdraw c1", "withdraw c2", "withdraw c3", "withdraw c4");
    assertThat(world.events("c0")).contains("withdrawn-by-absence by li: " + LI.reason());
    assertThat(standing()).isEqualTo("free");
    assertThatThrownBy(() -> absences().release(CoreWorld.SOURCE, token(), LI))
        .isInstanceOf(Absences.ChangedSinceException.class);
  }

  @Test
  void shouldShowWhatWouldGoWithItsTargetsAndPartByPart() {
    accepted(cases(0, 10));
    list(cases(6, 10));
    list(cases(6, 10));

    AbsenceList.Preview first = absences().preview(CoreWorld.SOURCE, "due", null, 4);
    AbsenceList.Preview second = absences().preview(CoreWorld.SOURCE, "due", first.next(), 4);

    assertThat(first.items()).hasSize(4);
    assertThat(second.items()).hasSize(2);
    assertThat(second.next()).isNull();
    assertThat(second.token()).isEqualTo(first.token());
    assertThat(first.due()).isEqualTo(6);
    assertThat(first.why()).contains("6 of 10 records of type 'case-accept' would be withdrawn");
    AbsenceList.Item item = first.items().get(0);
    assertThat(item.targets()).containsExactly("province");
    assertThat(item.title()).isEqualTo("c0");
    assertThat(item.snapshots()).isEqualTo(2);
  }

  @Test
  void shouldKeepWhatAPersonKeeps() {
    accepted(cases(0, 10));
    list(cases(6, 10));
    list(cases(6, 10));

    absences().keep(CoreWorld.SOURCE, token(), List.of(world.id("c0")), LI);

    assertThat(due()).containsExactly("c1", "c2", "c3", "c4", "c5");
    absences().release(CoreWorld.SOURCE, token(), LI);
    assertThat(sent()).hasSize(5).doesNotContain("withdraw c0");
    assertThat(world.events("c0")).contains("absence-kept by li: " + LI.reason());
    list(cases(6, 10));
    assertThat(sent()).isEmpty();
    list(cases(6, 10));
    assertThat(sent())
        .as("it counted as seen, and is missing again")
        .containsExactly("withdraw c0");
  }

  @Test
  void shouldBringWithdrawnRecordsBackInOrder() {
    accepted(cases(0, 4));
    list(cases(1, 4));
    list(cases(1, 4));
    long run = world.number("select max(id) from pull_run where kind = 'absence'");

    Absences.Outcome outcome = absences().undo(CoreWorld.SOURCE, run, LI);

    assertThat(outcome.done()).isEqualTo(1);
    assertThat(world.newest("c0")).isEqualTo("planned 3");
    assertThat(sent()).as("the withdrawal was not sent yet").containsExactly("update c0");
    assertThat(world.events("c0")).contains("brought-back by li: " + LI.reason());
    list(cases(1, 4));
    list(cases(1, 4));
    assertThat(sent()).as("missing again only once it was listed").isEmpty();
    list(cases(0, 4));
    assertThat(sent()).as("unchanged").isEmpty();
  }

  @Test
  void shouldInsertAgainWhatIsBroughtBackAfterItsWithdrawal() {
    accepted(cases(0, 4));
    list(cases(1, 4));
    list(cases(1, 4));
    assertThat(sent()).containsExactly("withdraw c0");
    long run = world.number("select max(id) from pull_run where kind = 'absence'");

    absences().undo(CoreWorld.SOURCE, run, LI);

    assertThat(sent()).containsExactly("insert c0");
    assertThat(absences().undo(CoreWorld.SOURCE, run, LI).done()).isZero();
  }

  @Test
  void shouldInsertAgainWhatTheSourceListsAgain() {
    accepted(cases(0, 4));
    list(cases(1, 4));
    list(cases(1, 4));
    assertThat(sent()).containsExactly("withdraw c0");

    list(cases(0, 4));

    assertThat(sent()).containsExactly("insert c0");
    assertThat(world.number("select count(*) from absence")).isZero();
  }

  @Test
  void shouldEndWithTheRecordInsertedIfItComesBackWhileItsWithdrawalIsSent() {
    accepted(cases(0, 4));
    list(cases(1, 4));
    list(cases(1, 4));
    Claimed withdrawal = world.claimed();

    list(cases(0, 4));
    world.settle(withdrawal, d -> CoreWorld.said(Word.ACCEPTED));

    assertThat(withdrawal.deliveries()).extracting(d -> d.record().key()).containsExactly("c0");
    assertThat(sent()).containsExactly("insert c0");
  }

  @Test
  void shouldEndWithTheRecordInsertedIfItIsWithdrawnBetweenTheReadingAndTheCommitOfItsPage()
      throws Exception {
    accepted(cases(0, 4));
    list(cases(1, 4));
    PullClaim claim = world.claim();
    world.execute("update absence set state = 'released', released_by = 'hub'");
    SourcePlan plan = Objects.requireNonNull(world.plans.today(CoreWorld.SOURCE));
    long vanished = world.id("c0");

    // the page finds c0 unchanged, then waits for its absence, which the withdrawal holds
    CompletableFuture<Void> page =
        world.database.inTransaction(
            c -> {
              Sql.list(c, "select record from absence for update", row -> row.getLong(1));
              CompletableFuture<Void> taken =
                  CompletableFuture.runAsync(
                      () -> world.intake.takeIn(claim, CoreWorld.page("{}", cases(0, 4))));
              withdrawBehindTheBack(c, plan, vanished);
              return taken;
            });
    page.get(1, TimeUnit.MINUTES);
    world.pulls.complete(claim, null, WHOLE);

    assertThat(world.newest("c0")).isEqualTo("planned 3");
    assertThat(sent()).containsExactly("update c0");
  }

  private void withdrawBehindTheBack(java.sql.Connection connection, SourcePlan plan, long record)
      throws java.sql.SQLException {
    AbsenceRun run = AbsenceRun.begin(connection, world.database, plan, "hub");
    TypePlan type = plan.types().get(0);
    new Withdrawal(connection, world.database, world.outbox.planner(), run, type)
        .withdraw(List.of(record), java.time.Instant.now());
  }

  @Test
  void shouldAskBeforeAParentGoesWhoseChildrenAreStillListed() {
    accepted(record("p"), record("q"), record("r"), step("s", "p"), step("t", "q"));
    world.acceptAll();
    for (int i = 0; i < 3; i++) {
      list(record("q"), record("r"), step("s", "p"), step("t", "q"));
    }

    assertThat(sent()).isEmpty();
    assertThat(standing()).isEqualTo("asks");
    AbsenceList.Preview preview = absences().preview(CoreWorld.SOURCE, "due", null, 10);
    assertThat(preview.items()).extracting(AbsenceList.Item::children).containsExactly(1);
    absences().release(CoreWorld.SOURCE, preview.token(), LI);
    assertThat(sent()).containsExactly("withdraw p");
  }

  @Test
  void shouldWithdrawAParentWhoseChildrenAreNoLongerListed() {
    accepted(record("p"), record("q"), record("r"), step("s", "p"), step("t", "q"));
    world.acceptAll();

    list(record("q"), record("r"), step("t", "q"));
    list(record("q"), record("r"), step("t", "q"));

    assertThat(sent()).containsExactly("withdraw p");
  }

  @Test
  void shouldWithdrawWhatIsHeldOrRejectedNowByWhatTheTargetHas() {
    accepted(cases(0, 6));
    String[] now =
        Stream.concat(
                Stream.of(record("c0", "hold", "x"), record("c1", "reject", "y")),
                Stream.of(cases(2, 6)))
            .toArray(String[]::new);
    list(now);
    list(cases(2, 6));
    list(cases(2, 6));

    assertThat(sent()).containsExactlyInAnyOrder("withdraw c0", "withdraw c1");
    assertThat(
            world.number(
                "select count(*) from finding where resolution = 'open' and severity <> 'warn'"))
        .isZero();
    long run = world.number("select max(id) from pull_run where kind = 'absence'");
    absences().undo(CoreWorld.SOURCE, run, LI);
    assertThat(sent()).containsExactlyInAnyOrder("insert c0", "insert c1");
  }

  @Test
  void shouldGoOnWithWhatANodeThatStoppedHasLeft() {
    accepted(cases(0, 6));
    list(cases(2, 6));
    world.execute("update absence set state = 'released', released_by = 'li', reason = 'seen'");

    list(cases(2, 6));

    assertThat(sent()).containsExactlyInAnyOrder("withdraw c0", "withdraw c1");
    assertThat(world.events("c0")).contains("withdrawn-by-absence by li: seen");
  }

  @Test
  void shouldNotTakeAWithdrawnRecordInAgainWithKeptContent() {
    accepted(cases(0, 4));
    list(cases(1, 4));
    list(cases(1, 4));
    assertThat(sent()).containsExactly("withdraw c0");

    world.content.reprocess(
        new Content.Filter(CoreWorld.SOURCE.value(), null, null, null, null, null), LI);

    assertThat(world.newest("c0")).isEqualTo("planned 2");
  }
}

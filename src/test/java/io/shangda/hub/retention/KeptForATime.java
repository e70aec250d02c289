package io.shangda.hub.retention;

import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.Retention;
import io.shangda.hub.intake.Content;
import io.shangda.hub.operate.query.Ledger;
import io.shangda.hub.operate.query.Ledgers;
import io.shangda.hub.operate.query.Records;
import io.shangda.hub.operate.query.Removals;
import io.shangda.hub.operate.query.SourceStatuses;
import io.shangda.hub.operate.query.TargetStatuses;
import io.shangda.hub.operate.query.Trace;
import io.shangda.hub.operate.query.Traces;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What retention takes away and what it leaves, run on each database. */
abstract class KeptForATime {
  private static final Actor ADMIN = new Actor("admin", "has looked");
  private static final Duration DAYS = Duration.ofDays(30);
  private static final Retention ALL = new Retention(DAYS, DAYS, DAYS, DAYS, null);

  private final CoreWorld world;
  private final Pruning pruning;
  private final Ledgers ledgers;

  KeptForATime(Dialect dialect) {
    world = new CoreWorld(dialect);
    pruning = another();
    ledgers = new Ledgers(world.database);
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(ledgers.whole().balanced()).isTrue();
  }

  private Pruning another() {
    return new Pruning(
        world.database, world.config, new AuditLog(world.database, Clock.systemUTC()));
  }

  private void keep(Retention retention) {
    HubConfig now = world.config.get();
    world.config.apply(
        new HubConfig(
            now.sources(), now.targets(), now.rules(), now.screening(), retention, now.files()));
  }

  /** What happened so far was long ago. */
  private void age() {
    for (String time :
        List.of(
            "raw_content received_at",
            "record_version arrived_at",
            "delivery settled_at",
            "pull_run ended_at")) {
      String[] place = time.split(" ");
      world.execute(
          "update %s set %s = %s - interval '40' day".formatted(place[0], place[1], place[1]));
    }
  }

  /** A round of every walk. */
  private void round() {
    world.execute("update retention_walk set due_at = current_timestamp, reached = ''");
    for (int slices = 0; pruning.slice(); slices++) {
      assertThat(slices).isLessThan(100);
    }
  }

  private Trace trace(String key) {
    Records records = new Records(world.database, world.config);
    return new Traces(world.database, records).of(world.id(key)).orElseThrow();
  }

  private long pages() {
    return world.number("select count(*) from raw_content where emptied_at is null");
  }

  private long payloads() {
    return world.number("select count(*) from record_version where payload is not null");
  }

  @Test
  void shouldKeepEverythingWhereNothingIsSaid() {
    world.pull(record("a"));
    world.acceptAll();
    age();

    assertThat(pruning.slice()).isFalse();

    assertThat(pages()).isEqualTo(1);
    assertThat(payloads()).isEqualTo(1);
  }

  @Test
  void shouldEmptyPagesAndPayloadsAfterTheirTimeAndKeepTheirHashes() {
    keep(ALL);
    world.pull(record("old"));
    world.acceptAll();
    age();
    world.pull(record("new"));
    world.acceptAll();

    round();

    assertThat(world.number("select count(*) from raw_content where emptied_at is not null"))
        .isEqualTo(1);
    assertThat(trace("old").versions().get(0).payloadKept()).isFalse();
    assertThat(trace("old").versions().get(0).payloadHash()).startsWith("sha256:");
    assertThat(trace("old").versions().get(0).rawHash()).startsWith("sha256:");
    assertThat(trace("new").versions().get(0).payloadKept()).isTrue();
    assertThat(trace("new").versions().get(0).emptiedAt()).isNull();
  }

  @Test
  void shouldSayInATraceAndWhenReprocessedThatContentIsNoLongerKept() {
    keep(ALL);
    world.pull(record("a"));
    world.acceptAll();
    age();
    round();

    Content.Reprocessed done =
        world.content.reprocess(new Content.Filter("town", null, null, null, null, null), ADMIN);

    assertThat(done.records()).isZero();
    assertThat(done.error()).contains("was kept as long as retention.yaml says and emptied at");
    assertThat(trace("a").timeline())
        .extracting(Trace.Step::text)
        .anySatisfy(text -> assertThat(text).contains("emptied at").contains("its hash stays"))
        .anySatisfy(text -> assertThat(text).contains("and gone since; its hash stays"));
  }

  @Test
  void shouldKeepThePageOfWhatNobodyHasMended() {
    keep(ALL);
    world.pull(record("a", "reject", "x"));
    world.pull("no json");
    world.pull(record("b", "hold", "x"));
    age();

    round();

    assertThat(pages()).isEqualTo(3);
    assertThat(world.number("select count(*) from pull_run")).isEqualTo(3);
    assertThat(world.newest("b")).isEqualTo("held 1");
    assertThat(payloads()).isEqualTo(world.number("select count(*) from record_version"));
  }

  @Test
  void shouldEmptyThePageOnceItsRejectionWasMended() {
    keep(ALL);
    world.pull(record("a", "reject", "x"));
    world.pull(record("a", "v", "2"));
    world.acceptAll();
    age();

    round();

    assertThat(pages()).isZero();
  }

  @Test
  void shouldKeepThePayloadOfWhatATargetMayStillGet() {
    keep(ALL);
    world.pull(record("dead"));
    world.sendAll(d -> said(Word.REJECTED));
    world.pull(record("waits"));
    age();

    round();

    assertThat(payloads()).isEqualTo(2);
    assertThat(world.states("dead")).isEqualTo("1:dead");
    assertThat(world.acceptAll()).allSatisfy(d -> assertThat(d.payload()).isNotNull());
  }

  @Test
  void shouldKeepATargetsOwnPayloadAsLongAsTheProvincialOneIsKept() {
    keep(new Retention(null, DAYS, null, null, null));
    world.pull(record("a"));
    world.acceptAll();
    world.execute("update delivery set payload = 'own'");
    world.execute("update delivery set settled_at = settled_at - interval '40' day");

    round();
    assertThat(world.number("select count(*) from delivery where payload = 'own'")).isEqualTo(1);
    age();
    round();

    assertThat(payloads()).isZero();
    assertThat(world.number("select count(*) from delivery where payload is not null")).isZero();
  }

  @Test
  void shouldRemoveFinishedDeliveriesButNotTheLastThatTheTargetAccepted() {
    keep(ALL);
    world.pull(record("a", "v", "1"));
    String key = world.acceptAll().get(0).targetKey();
    world.pull(record("a", "v", "2"));
    world.acceptAll();
    age();

    round();

    assertThat(world.states("a")).isEqualTo("2:delivered");
    world.pull(record("a", "v", "3"));
    List<Delivery> next = world.acceptAll();
    assertThat(next).hasSize(1);
    assertThat(next.get(0).operation()).isEqualTo(Operation.UPDATE);
    assertThat(next.get(0).targetKey()).isEqualTo(key);
  }

  @Test
  void shouldKeepAllDeliveriesOfARecordThatIsDeadOrHeld() {
    keep(ALL);
    world.pull(record("dead", "v", "1"), record("held", "v", "1"));
    world.acceptAll();
    world.pull(record("dead", "v", "2"), record("held", "v", "2"));
    world.sendAll(d -> said(d.record().key().equals("dead") ? Word.REJECTED : Word.ACCEPTED));
    world.pull(record("held", "hold", "x"));
    age();

    round();

    assertThat(world.states("dead")).isEqualTo("1:delivered 2:dead");
    assertThat(world.states("held")).isEqualTo("1:delivered 2:delivered");
  }

  @Test
  void shouldBalanceTheLedgerAsBefore() {
    keep(ALL);
    world.pull(record("a", "v", "1"), record("b", "reject", "x"), record("c"));
    world.acceptAll();
    world.pull(record("a", "v", "2"), record("b"), record("c", "v", "2"));
    world.sendAll(d -> said(d.record().key().equals("b") ? Word.REJECTED : Word.ACCEPTED));
    world.pull(record("a", "v", "3"), record("c", "v", "2"));
    world.pull(record("a", "v", "4"));
    world.acceptAll();
    age();
    long first = world.number("select min(id) from pull_run");
    Ledger before = ledgers.whole();
    Ledger firstBefore = ledgers.ofRun(first).orElseThrow();
    var source = sources();
    var target = targets();

    round(); // deliveries of the first run are gone, the run may be there
    Ledger after = ledgers.whole();
    round(); // the run too

    assertThat(before.balanced()).isTrue();
    assertThat(firstBefore.balanced()).isTrue();
    assertThat(after).isEqualTo(before);
    assertThat(ledgers.whole()).isEqualTo(before);
    assertThat(sources()).isEqualTo(source);
    assertThat(targets()).isEqualTo(target);
    assertThat(ledgers.ofRun(first)).isEmpty();
    assertThat(world.number("select count(*) from ledger_rollup")).isPositive();
  }

  private Object sources() {
    return new SourceStatuses(world.database, world.config).find("town").orElseThrow().taken();
  }

  private Object targets() {
    return new TargetStatuses(world.database, world.config).find("province").orElseThrow().sent();
  }

  @Test
  void shouldBalanceTheLedgerOfARunWhoseDeliveriesAreGoneInPart() {
    keep(new Retention(null, null, DAYS, null, null));
    world.pull(record("a", "v", "1"), record("b"));
    long run = world.lastRun();
    world.acceptAll();
    world.pull(record("a", "v", "2"));
    world.acceptAll();
    age();
    Ledger before = ledgers.ofRun(run).orElseThrow();

    round();

    assertThat(world.states("a")).isEqualTo("2:delivered");
    assertThat(ledgers.ofRun(run)).contains(before);
  }

  @Test
  void shouldKeepARunOfWhichADeliveryIsLeftAndASourcesLastOne() {
    keep(ALL);
    world.pull(record("a"));
    world.acceptAll();
    world.pull(record("a"));
    world.pull(record("a"));
    age();

    round();

    // of three, the first planned what the target has, and the third is the last
    assertThat(world.number("select count(*) from pull_run")).isEqualTo(2);
    assertThat(ledgers.whole().taken().pulled()).isEqualTo(3);
  }

  @Test
  void shouldKeepAPageAgainThatComesAgainAfterItWasEmptied() {
    keep(ALL);
    world.pull(record("a", "v", "1"));
    world.acceptAll();
    age();
    round();
    world.pull(record("a", "v", "2"));
    world.pull(record("a", "v", "1"));
    world.acceptAll();

    Content.Reprocessed done =
        world.content.reprocess(new Content.Filter("town", null, null, null, null, null), ADMIN);

    assertThat(done.error()).isNull();
    assertThat(done.records()).isEqualTo(1);
  }

  @Test
  void shouldGoOnOnAnotherNodeWhereOneStopped() {
    keep(new Retention(null, null, null, DAYS, null));
    runs(1500);
    age();

    assertThat(pruning.slice()).isTrue();
    assertThat(world.number("select count(*) from pull_run")).isEqualTo(500);
    assertThat(another().slice()).isTrue();

    assertThat(world.number("select count(*) from pull_run")).isZero();
    assertThat(ledgers.whole().taken().pulled()).isEqualTo(3000);
  }

  @Test
  void shouldLeaveAWalkToTheNodeThatIsAtIt() {
    keep(new Retention(null, null, null, DAYS, null));
    runs(1);
    age();
    world.execute("insert into retention_walk (part) values ('runs')");

    world.database.execute(
        c -> {
          try (var statement = c.createStatement()) {
            statement.execute("select part from retention_walk for update");
          }
          // on a thread of its own, as another node is
          assertThat(CompletableFuture.supplyAsync(() -> another().slice()).join()).isFalse();
        });

    assertThat(another().slice()).isTrue();
  }

  @Test
  void shouldSayHowMuchARoundTookAway() {
    keep(new Retention(null, null, null, DAYS, null));
    runs(20);
    age();

    round();
    round();

    assertThat(new Removals(world.database).byPart()).containsEntry("runs", 20L);
    assertThat(world.number("select count(*) from audit_event where event = 'retention-applied'"))
        .isEqualTo(1);
    assertThat(detail()).contains("\"removed\":20").contains("\"part\":\"runs\"");
  }

  private @Nullable String detail() {
    return world
        .database
        .read(
            c ->
                io.shangda.hub.store.Sql.list(
                    c,
                    "select content from audit_event where event = 'retention-applied'",
                    row -> row.getString(1)))
        .get(0);
  }

  private void runs(int count) {
    for (int i = 1; i <= count; i++) {
      world.execute(
          """
          insert into pull_run (id, source, kind, state, config, pulled, unchanged, ended_at)
          values (%d, 'town', 'pull', 'complete', 1, 2, 2, current_timestamp)
          """
              .formatted(i));
    }
  }
}

package io.shangda.hub.intake;

import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shangda.hub.operate.query.Ledgers;
import io.shangda.hub.operate.query.Records;
import io.shangda.hub.operate.query.Trace;
import io.shangda.hub.operate.query.Traces;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can be done with kept content: reprocess and purge, run on each database. */
abstract class KeptContent {
  private static final Actor ADMIN = new Actor("admin", "asked for by the office");

  private final CoreWorld world;

  KeptContent(Dialect dialect) {
    world = new CoreWorld(dialect);
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
    assertThat(new Ledgers(world.database).whole().balanced()).isTrue();
  }

  private static Content.Filter all() {
    return new Content.Filter("town", null, null, null, null, null);
  }

  /** After the mapping was changed. */
  private Content.Reprocessed reprocess(Content.Filter filter) {
    world.changeMapping();
    return world.content.reprocess(filter, ADMIN);
  }

  private String purge(String key) {
    return world.content.purge(world.id(key), ADMIN);
  }

  /** Everything that is kept of pages, as text. */
  private String kept() {
    List<String> hashes =
        world.database.read(
            c -> Sql.list(c, "select hash from raw_content", row -> row.getString(1)));
    return hashes.stream()
        .map(hash -> world.database.read(c -> Optional.ofNullable(RawStore.read(c, hash))))
        .flatMap(Optional::stream)
        .map(RawPage::content)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .collect(Collectors.joining("\n--\n"));
  }

  private @Nullable String text(String sql) {
    return world
        .database
        .read(c -> Optional.ofNullable(Sql.first(c, sql, row -> row.getString(1))))
        .orElse(null);
  }

  // ---- reprocess

  @Test
  void shouldTakeInEveryRecordAgainInARunOfItsOwn() {
    world.pull(record("a"), record("b"));

    Content.Reprocessed done = reprocess(all());

    assertThat(done.records()).isEqualTo(2);
    assertThat(done.error()).isNull();
    assertThat(world.counts(done.run())).isEqualTo("pulled 2 = 0 + 0 + 0 + 0 + 2");
    assertThat(text("select kind from pull_run where id = " + done.run())).isEqualTo("reprocess");
    assertThat(text("select state from pull_run where id = " + done.run())).isEqualTo("complete");
    assertThat(world.newest("a")).isEqualTo("planned 2");
  }

  @Test
  void shouldSendNothingThatWouldBeSentAsItWas() {
    world.pull(record("a"), record("b"), record("c", "deleted", "true"));
    world.acceptAll();

    Content.Reprocessed done = world.content.reprocess(all(), ADMIN);

    assertThat(world.counts(done.run())).isEqualTo("pulled 3 = 0 + 3 + 0 + 0 + 0");
    assertThat(world.newest("a")).isEqualTo("planned 1");
    assertThat(world.acceptAll()).isEmpty();
  }

  @Test
  void shouldTakeInOnlyTheNewestVersionOfARecord() {
    world.pull(record("a", "v", "1"));
    world.pull(record("a", "v", "2"));

    reprocess(all());

    assertThat(world.newest("a")).isEqualTo("planned 3");
    assertThat(
            world.number(
                "select count(distinct source_hash) from record_version where version > 1"))
        .isEqualTo(1);
  }

  @Test
  void shouldReprocessByType() {
    world.pull(record("a"), step("s", "a"));

    Content.Reprocessed done =
        reprocess(new Content.Filter("town", "case-process", null, null, null, null));

    assertThat(done.records()).isEqualTo(1);
    assertThat(world.newest("a")).isEqualTo("planned 1");
    assertThat(world.newest("s")).isEqualTo("planned 2");
  }

  @Test
  void shouldReprocessByState() {
    world.pull(record("a", "reject", "x"), record("b", "hold", "x"), record("c"));

    Content.Reprocessed done =
        reprocess(new Content.Filter("town", null, null, "rejected", null, null));

    assertThat(world.counts(done.run())).isEqualTo("pulled 1 = 0 + 0 + 1 + 0 + 0");
    assertThat(world.newest("a")).isEqualTo("rejected 2");
    assertThat(world.newest("b")).isEqualTo("held 1");
  }

  @Test
  void shouldReprocessByRule() {
    world.pull(
        record("a", "reject", "x"), record("b", "reject-other", "x"), record("c", "hold", "x"));

    Content.Reprocessed done =
        reprocess(new Content.Filter("town", null, "test/reject", null, null, null));

    assertThat(done.records()).isEqualTo(1);
    assertThat(world.newest("a")).isEqualTo("rejected 2");
    assertThat(world.newest("b")).isEqualTo("rejected 1");
  }

  @Test
  void shouldReprocessByTimeOfArrival() {
    world.pull(record("a"));
    world.pull(record("b"));
    Instant between = Instant.parse("2026-03-01T00:00:00Z");
    arrived("a", between.minusSeconds(1));
    arrived("b", between);

    reprocess(new Content.Filter("town", null, null, null, null, between));
    assertThat(world.newest("a")).isEqualTo("planned 2");
    assertThat(world.newest("b")).isEqualTo("planned 1");

    arrived("a", between.minusSeconds(1));
    reprocess(new Content.Filter("town", null, null, null, between, null));
    assertThat(world.newest("a")).isEqualTo("planned 2");
    assertThat(world.newest("b")).isEqualTo("planned 2");
  }

  private void arrived(String key, Instant at) {
    world.execute(
        "update record_version set arrived_at = cast('%s' as timestamp with time zone) where record = %d"
            .formatted(at, world.id(key)));
  }

  @Test
  void shouldKeepTheEventOfAReprocessingWithThePersonTheReasonAndTheFilter() {
    world.pull(record("a", "reject", "x"));

    reprocess(new Content.Filter("town", null, "test/reject", "rejected", null, null));

    assertThat(text("select content from audit_event where event = 'reprocess'"))
        .contains("\"admin\"", "asked for by the office", "test/reject", "rejected");
  }

  @Test
  void shouldEndTheRunWithAnErrorWhenAPageIsNoLongerKept() {
    world.pull(record("a"));
    world.pull(record("b"));
    String hash = text("select raw_hash from record_version where record = " + world.id("a"));
    world.execute("delete from raw_content where hash = '" + hash + "'");

    Content.Reprocessed done = reprocess(all());

    assertThat(done.records()).isEqualTo(1);
    assertThat(done.error()).contains(hash, "no longer kept");
    assertThat(text("select state from pull_run where id = " + done.run())).isEqualTo("failed");
    assertThat(world.newest("b")).isEqualTo("planned 2");
  }

  @Test
  void shouldNotReprocessASourceThatIsNotConfigured() {
    assertThatThrownBy(() -> reprocess(new Content.Filter("village", null, null, null, null, null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("village");
  }

  // ---- purge

  @Test
  void shouldEraseARecordAndLeaveTheOthersOfItsPage() {
    world.pull(record("a", "name", "张三"), record("b", "name", "李四"));

    purge("a");

    assertThat(kept()).doesNotContain("张三").contains("李四");
    assertThat(world.newest("a")).isEqualTo("purged 1");
    assertThat(world.newest("b")).isEqualTo("planned 1");
    assertThat(
            world.number(
                "select count(*) from record_version where state = 'purged' and payload is not"
                    + " null"))
        .isZero();
    assertThat(text("select search from record where source_key = 'a'")).isEmpty();
  }

  @Test
  void shouldEraseARecordFromEveryPageThatShowsIt() {
    world.pull(record("a", "name", "张三"), record("b"));
    world.pull(record("a", "name", "张三"), record("b", "v", "2"));
    world.pull(record("b", "v", "3"), record("a", "name", "张三丰"));

    String said = purge("a");

    assertThat(kept()).doesNotContain("张三");
    assertThat(said).contains("3 kept pages");
  }

  @Test
  void shouldKeepTheHashOfAPageAndSayThatItNoLongerRecomputes() {
    world.pull(record("a"), record("b"));
    String hash = text("select hash from raw_content");

    purge("a");

    assertThat(text("select hash from raw_content where redacted_at is not null")).isEqualTo(hash);
    assertThat(text("select raw_hash from record_version where record = " + world.id("a")))
        .isEqualTo(hash);
  }

  @Test
  void shouldTellInTheTraceThatContentWasErased() {
    world.pull(record("a", "hold", "x"), record("b"));
    purge("a");

    assertThat(timeline("a"))
        .contains("this record was erased from it", "now purged", "by admin")
        .contains("asked for by the office");
    assertThat(timeline("b")).contains("another record was erased from it");
  }

  private String timeline(String key) {
    Records records = new Records(world.database, world.config);
    Trace trace = new Traces(world.database, records).of(world.id(key)).orElseThrow();
    return trace.timeline().toString();
  }

  @Test
  void shouldNameTheBackupsAndTargetsThatStillHoldTheContent() {
    world.pull(record("a"));
    world.acceptAll();

    assertThat(purge("a")).contains("Every backup", "target province");
  }

  @Test
  void shouldEraseTheValuesOfFindings() {
    world.pull(record("a", "hold", "13900000000"));

    purge("a");

    assertThat(world.number("select count(*) from finding where shown <> '' or value_hash <> ''"))
        .isZero();
    assertThat(world.number("select count(*) from finding where resolution = 'open'")).isZero();
  }

  @Test
  void shouldCountAPurgedHoldAsRejected() {
    world.pull(record("a", "hold", "x"), record("b"));
    long run = world.lastRun();

    purge("a");

    assertThat(world.counts(run)).isEqualTo("pulled 2 = 0 + 0 + 1 + 0 + 1");
    assertThat(world.holds.release(world.id("a"), ADMIN).done()).isZero();
  }

  @Test
  void shouldSendNothingOfAPurgedRecord() {
    world.pull(record("a"), record("b"));

    purge("a");

    assertThat(world.acceptAll()).extracting(d -> d.record().key()).containsExactly("b");
    assertThat(world.states("a")).isEqualTo("1:closed");
    assertThat(world.number("select count(*) from batch")).isZero();
  }

  @Test
  void shouldKeepTheEventsOfAPurgedRecord() {
    world.pull(record("a"));

    purge("a");

    assertThat(world.events("a"))
        .containsExactly(
            "planned by hub",
            "purged by admin: asked for by the office",
            "purged-from-pages by admin: asked for by the office");
  }

  @Test
  void shouldLeaveAPurgedRecordOutOfAReprocessingAndSaySo() {
    world.pull(record("a"), record("b"), record("c"));
    purge("b");

    Content.Reprocessed done = reprocess(all());

    assertThat(done.records()).isEqualTo(2);
    assertThat(done.purged()).isEqualTo(1);
    assertThat(done.error()).isNull();
    assertThat(world.newest("b")).isEqualTo("purged 1");
    assertThat(world.newest("c")).isEqualTo("planned 2");
    assertThat(world.number("select count(*) from raw_content")).isEqualTo(1);
    assertThat(text("select content from audit_event where event = 'reprocess'"))
        .contains("\"left-out-purged\":1");
  }

  @Test
  void shouldPurgeASecondTimeWithoutHarm() {
    world.pull(record("a", "name", "张三"), record("b"));
    purge("a");

    assertThat(purge("a")).contains("0 kept pages");
    assertThat(kept()).contains("\"b\"");
  }

  @Test
  void shouldNotPurgeARecordThatIsNotThere() {
    assertThatThrownBy(() -> world.content.purge(42, ADMIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("42");
  }

  // ---- a purged record is delivered again

  @Test
  void shouldFindNothingNewInTheSameContentAndKeepNothingOfIt() {
    world.pull(record("a", "name", "张三"), record("b"));
    purge("a");

    world.pull(record("a", "name", "张三"), record("b", "v", "2"));

    assertThat(world.counts(world.lastRun())).isEqualTo("pulled 2 = 0 + 1 + 0 + 0 + 1");
    assertThat(world.newest("a")).isEqualTo("purged 1");
    assertThat(kept()).doesNotContain("张三").contains("\"v\":\"2\"");
  }

  @Test
  void shouldHoldOtherContentOfAPurgedRecordUntilAPersonReleasesIt() {
    world.pull(record("a", "v", "1"));
    world.acceptAll();
    purge("a");

    world.pull(record("a", "v", "2"));
    assertThat(world.newest("a")).isEqualTo("held 2");
    world.pull(record("a", "v", "3"));
    assertThat(world.newest("a")).isEqualTo("held 3");
    world.holds.refuse(world.id("a"), ADMIN);
    world.pull(record("a", "v", "4"));
    assertThat(world.newest("a")).isEqualTo("held 4");

    assertThat(world.holds.release(world.id("a"), ADMIN).done()).isEqualTo(1);
    assertThat(world.newest("a")).isEqualTo("planned 4");
    world.pull(record("a", "v", "5"));
    assertThat(world.newest("a")).isEqualTo("planned 5");
  }

  @Test
  void shouldHoldAgainWhatWasPurgedASecondTime() {
    world.pull(record("a", "v", "1"));
    purge("a");
    world.pull(record("a", "v", "2"));
    world.holds.release(world.id("a"), ADMIN);
    purge("a");

    world.pull(record("a", "v", "3"));

    assertThat(world.newest("a")).isEqualTo("held 3");
  }

  @Test
  void shouldWithdrawAPurgedRecordThatItsSourceDeletes() {
    world.pull(record("a"));
    world.acceptAll();
    purge("a");

    world.pull(record("a", "deleted", "true"));

    assertThat(world.acceptAll()).extracting(d -> d.operation().word()).containsExactly("withdraw");
  }
}

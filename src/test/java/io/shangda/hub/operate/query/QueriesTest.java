package io.shangda.hub.operate.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is read is the same on both databases. */
class QueriesTest {

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldAccountForEveryRecordAtEveryStep(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);
    Ledgers ledgers = new Ledgers(world.database);

    assertThat(ledgers.whole().balanced()).isTrue();
    world.pull(
        CoreWorld.record("1"),
        CoreWorld.record("2", "hold", "x"),
        CoreWorld.record("3", "reject", "x"),
        "no json");
    Ledger planned = ledgers.whole();
    world.acceptAll();
    Ledger sent = ledgers.whole();

    assertThat(planned.balanced()).isTrue();
    assertThat(planned.taken()).isEqualTo(new Taken(4, 1, 0, 1, 1, 1));
    assertThat(planned.sent().inFlight()).isEqualTo(1);
    assertThat(sent.balanced()).isTrue();
    assertThat(sent.sent().delivered()).isEqualTo(1);
    assertThat(sent.flows()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldNoticeALostDelivery(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);
    world.pull(CoreWorld.record("1"), CoreWorld.record("2"));

    world.execute("delete from delivery where record = " + world.id("2"));

    Ledger ledger = new Ledgers(world.database).whole();
    assertThat(ledger.balanced()).isFalse();
    assertThat(ledger.targets().get(0).sent().balanced()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldGroupAndPageWhatWaitsForAPerson(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);
    world.pull(
        CoreWorld.record("1", "hold", "a"),
        CoreWorld.record("2", "hold", "b"),
        CoreWorld.record("3", "hold", "secret"));
    Findings findings = new Findings(world.database);
    Findings.Filter holds = new Findings.Filter("hold", null, null, null, null);

    List<Findings.Group> groups = findings.groups(holds);
    Slice<Findings.Item> first = findings.list(holds, null, 2);
    Slice<Findings.Item> rest =
        findings.list(holds, Long.valueOf(java.util.Objects.requireNonNull(first.next())), 2);

    assertThat(groups).extracting(Findings.Group::records).containsExactly(2L, 1L);
    assertThat(first.items()).extracting(Findings.Item::key).containsExactly("1", "2");
    assertThat(rest.items()).extracting(Findings.Item::key).containsExactly("3");
    assertThat(rest.next()).isNull();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldStillShowASecretMarkThatWaitsForTheSecondPerson(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);
    world.pull(CoreWorld.record("1", "hold", "secret"));

    world.holds.clearSecretMark(world.id("1"), new Actor("first", "a false hit"));

    assertThat(
            new Findings(world.database)
                .list(new Findings.Filter("hold", null, null, null, null), null, 10)
                .items())
        .extracting(Findings.Item::key)
        .containsExactly("1");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldGroupDeadLettersByTheTargetsOwnText(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);
    world.pull(CoreWorld.record("1"), CoreWorld.record("2"));
    world.sendAll(d -> new Reading.Result(Word.REJECTED, null, "100% wrong_field"));
    DeadLetterList list = new DeadLetterList(world.database);

    assertThat(list.groups(new DeadLetterList.Filter(null, null, null, "0% wrong_f")))
        .singleElement()
        .satisfies(group -> assertThat(group.count()).isEqualTo(2));
    assertThat(list.groups(new DeadLetterList.Filter(null, null, null, "wrong field"))).isEmpty();
    assertThat(list.list(new DeadLetterList.Filter("province", "town", null, null), null, 1).next())
        .isNotNull();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldTellHowSourcesAndTargetsStand(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);
    SourceStatuses sources = new SourceStatuses(world.database, world.config);
    TargetStatuses targets = new TargetStatuses(world.database, world.config);

    world.pull(CoreWorld.record("1"));
    world.claim();

    SourceStatus source = sources.find("town").orElseThrow();
    assertThat(source.state()).isEqualTo(SourceStatus.State.PULLING);
    assertThat(source.taken().pulled()).isEqualTo(1);
    assertThat(sources.all()).singleElement().isEqualTo(source);
    TargetStatus target = targets.find("province").orElseThrow();
    assertThat(target.breaker()).isEqualTo("closed");
    assertThat(target.sent().inFlight()).isEqualTo(1);
    assertThat(sources.find("nobody")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldFindRecordsAndTraceThem(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);
    world.pull(CoreWorld.record("E5323-1"), CoreWorld.record("E5323-2"));
    world.acceptAll();
    Records records = new Records(world.database, world.config);
    Records.Filter any = new Records.Filter(null, null, null);

    assertThat(records.search("E5323-1", any, null, 10).items())
        .extracting(Records.Found::key)
        .containsExactly("E5323-1");
    assertThat(records.search("E5323", any, null, 10).items()).hasSize(2);
    assertThat(records.search("", new Records.Filter("town", "case-accept", "planned"), null, 10))
        .satisfies(slice -> assertThat(slice.items()).hasSize(2));
    Trace trace = new Traces(world.database, records).of(world.id("E5323-1")).orElseThrow();
    assertThat(trace.timeline().get(0).step()).isEqualTo("received");
    assertThat(trace.deliveries())
        .singleElement()
        .satisfies(delivery -> assertThat(delivery.receipt()).isEqualTo("R-1"));
    assertThat(new RecordCounts(world.database).all())
        .containsExactly(new RecordCount("town", "case-accept", "planned", 2));
    assertThat(new Runs(world.database).list("town", null, 1).items()).hasSize(1);
  }
}

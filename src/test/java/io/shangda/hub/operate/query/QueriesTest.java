package io.shangda.hub.operate.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.delivery.DeadLetters;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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
  void shouldFindARecordByEachOfItsValuesExactly(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);
    world.pull(CoreWorld.record("1"), CoreWorld.record("2"), CoreWorld.record("3"));
    world.execute(
        "update record set search = 'E53-1' || chr(10) || '某 标题' || chr(10) || '9133' where"
            + " source_key = '1'");
    world.execute("update record set search = '9133' where source_key = '2'");
    Records records = new Records(world.database, world.config);

    assertThat(keys(records, "E53-1")).containsExactly("1");
    assertThat(keys(records, "某 标题")).containsExactly("1");
    assertThat(keys(records, "9133")).containsExactly("1", "2");
    assertThat(keys(records, "E53")).containsExactly("1");
    assertThat(keys(records, "标题")).isEmpty();
    assertThat(keys(records, "3")).containsExactly("3");
    Slice<Records.Found> first =
        records.search("9133", new Records.Filter(null, null, null), null, 1);
    assertThat(first.items()).extracting(Records.Found::key).containsExactly("1");
    Slice<Records.Found> second =
        records.search("9133", new Records.Filter(null, null, null), Long.valueOf(first.next()), 1);
    assertThat(second.items()).extracting(Records.Found::key).containsExactly("2");
    assertThat(second.next()).isNull();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldFindARecordByTheBeginningOfItsKeyOrOfOneOfItsValues(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);
    many(world, 20);
    world.execute(
        "update record set search = '某标题（甲）' || chr(10) || 'it''s 100%_ok\\!' where id = 7");
    Records records = new Records(world.database, world.config);

    assertThat(keys(records, "K1")).hasSize(10).contains("K1-x", "K10-x").doesNotContain("K2-x");
    assertThat(keys(records, "P-2")).containsExactly("K2-x", "K20-x");
    assertThat(keys(records, "U-1")).containsExactly("K1-x", "K8-x", "K15-x");
    assertThat(keys(records, "某标题")).containsExactly("K7-x");
    assertThat(keys(records, "某标题（")).containsExactly("K7-x");
    assertThat(keys(records, "标题")).isEmpty();
    assertThat(keys(records, "it's 100%_")).containsExactly("K7-x");
    assertThat(keys(records, "it's 100%_ok\\")).containsExactly("K7-x");
    assertThat(keys(records, "it's 100_")).isEmpty();
    assertThat(keys(records, "k1")).as("a key's letters are as they are").isEmpty();
  }

  @Test
  void shouldFindWhatBeginsWithATextByIndexesOnPostgresql() {
    CoreWorld world = new CoreWorld(Dialect.POSTGRESQL);
    many(world, 50_000);
    world.execute("analyze record");
    world.number("select gin_clean_pending_list('record_search_prefix')"); // as autovacuum does
    Conditions begins = Beginning.of("P-499", Dialect.POSTGRESQL).addTo(new Conditions());
    String query = "explain select id from record" + begins.where() + " order by id limit 11";

    List<String> plan =
        world.database.read(
            c -> io.shangda.hub.store.Sql.list(c, query, row -> row.getString(1), begins.values()));

    assertThat(String.join("\n", plan))
        .contains("record_identity", "record_search_prefix")
        .doesNotContain("Seq Scan");
    assertThat(keys(new Records(world.database, world.config), "P-499")).hasSize(10);
  }

  /** Records K1-x to Kn-x of a source that is configured no longer, each with two values. */
  private static void many(CoreWorld world, int n) {
    String numbers =
        world.database.dialect() == Dialect.POSTGRESQL
            ? "generate_series(1, " + n + ") g"
            : "(select \"X\" g from system_range(1, " + n + ")) numbers";
    world.execute(
        "insert into record (id, source, type, source_key, version, versions, state, config,"
            + " search) select g, 'town', 'case-accept', 'K' || g || '-x', 1, 1, 'planned', 1, 'P-'"
            + " || g || '-y' || chr(10) || 'U-' || mod(g, 7) || '-z' from "
            + numbers);
  }

  private static List<String> keys(Records records, String q) {
    return records.search(q, new Records.Filter(null, null, null), null, 10).items().stream()
        .map(Records.Found::key)
        .toList();
  }

  @Test
  void shouldFindValuesByTheirIndexOnPostgresql() {
    CoreWorld world = new CoreWorld(Dialect.POSTGRESQL);
    world.execute(
        "insert into record (id, source, type, source_key, version, versions, state, config,"
            + " search) select g, 'town', 'case-accept', 'K' || g, 1, 1, 'planned', 1, 'P-' || g ||"
            + " chr(10) || 'U-' || g % 7 from generate_series(1, 20000) g");
    world.execute("analyze record"); // as the hub does while tables grow
    world.number("select gin_clean_pending_list('record_search')"); // as autovacuum does
    String query =
        "explain select id from record where id = any(array(select id from record where search <>"
            + " '' and string_to_array(search, e'\\n"
            + "') @> array['P-77']::text[])) order by id limit 11";

    List<String> plan =
        world.database.read(c -> io.shangda.hub.store.Sql.list(c, query, row -> row.getString(1)));

    assertThat(String.join("\n", plan)).contains("record_search").doesNotContain("Seq Scan");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldFindEventsByRecordSourceTargetPersonAndTimeTheNewestFirst(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);
    world.pull(CoreWorld.record("1", "hold", "a"), CoreWorld.record("2"));
    world.holds.release(world.id("1"), new Actor("wang", "checked"));
    world.acceptAll();
    AuditEvents events = new AuditEvents(world.database);

    assertThat(names(events, filter(world.id("1"), null, null, null)))
        .containsSubsequence("delivered", "hold-released", "held");
    assertThat(names(events, filter(null, null, null, "wang"))).containsExactly("hold-released");
    assertThat(names(events, filter(null, null, "province", null))).contains("delivered");
    assertThat(names(events, filter(null, "nowhere", null, null))).isEmpty();
    AuditEvents.Event released =
        events.list(filter(null, null, null, "wang"), null, 1).items().get(0);
    assertThat(released.content()).contains("\"actor\":\"wang\"", "\"reason\":\"checked\"");
    Instant later = Instant.now().plusSeconds(60);
    assertThat(
            events
                .list(new AuditEvents.Filter(null, null, null, null, null, later, null), null, 10)
                .items())
        .isEmpty();
    Slice<AuditEvents.Event> first = events.list(filter(null, null, null, null), null, 1);
    assertThat(
            events
                .list(filter(null, null, null, null), Long.valueOf(first.next()), 1)
                .items()
                .get(0)
                .id())
        .isLessThan(first.items().get(0).id());
  }

  private static AuditEvents.Filter filter(
      @Nullable Long record,
      @Nullable String source,
      @Nullable String target,
      @Nullable String person) {
    return new AuditEvents.Filter(record, source, target, person, null, null, null);
  }

  private static List<String> names(AuditEvents events, AuditEvents.Filter filter) {
    return events.list(filter, null, 50).items().stream().map(AuditEvents.Event::event).toList();
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
  void shouldShowOfAGroupOneSentenceInBothLanguages(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);
    world.pull(CoreWorld.record("1", "hold", "a"), CoreWorld.record("2", "hold", "a"));
    world.execute("update finding set zh = 'z 甲', en = 'a' where record = " + world.id("1"));
    world.execute("update finding set zh = '乙', en = 'b' where record = " + world.id("2"));

    List<Findings.Group> groups =
        new Findings(world.database).groups(new Findings.Filter("hold", null, null, null, null));

    assertThat(groups)
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.zh()).isEqualTo("乙");
              assertThat(group.en()).isEqualTo("b");
            });
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
    DeadLetterList.Filter town = new DeadLetterList.Filter("province", "town", null, null);
    Slice<DeadLetterList.Item> first = list.list(town, null, 1);
    assertThat(first.items()).extracting(DeadLetterList.Item::key).containsExactly("1");
    Slice<DeadLetterList.Item> second =
        list.list(town, Long.valueOf(Objects.requireNonNull(first.next())), 1);
    assertThat(second.items()).extracting(DeadLetterList.Item::key).containsExactly("2");
    assertThat(second.next()).isNull();

    world
        .outbox
        .deadLetters()
        .close(new DeadLetters.Filter(null, null, "province", null, null, null), false, Actor.HUB);
    assertThat(list.list(town, null, 1).items()).isEmpty();
    assertThat(world.imbalance()).isEmpty();
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

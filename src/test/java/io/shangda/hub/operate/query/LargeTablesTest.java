package io.shangda.hub.operate.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.audit.seal.SealLag;
import io.shangda.hub.delivery.DeadLetters;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Sql;
import io.shangda.hub.store.Tally;
import io.shangda.hub.support.Asked;
import io.shangda.hub.support.CoreWorld;
import io.shangda.hub.support.Databases;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What timers, metrics, health and people ask for again and again reads no growing table whole: the
 * plans of all statements, on filled tables.
 */
class LargeTablesTest {
  private static final int RECORDS = 30_000;
  private static final Pattern PLANNED =
      Pattern.compile("(?i)^\\s*(select|with|update|insert|delete)");

  private static final Pattern WHOLE =
      Pattern.compile(
          "(?:Seq Scan|Index (?:Only )?Scan[^\n"
              + "]*) on"
              + " (record|record_version|delivery|audit_event|audit_leaf|audit_seal_leaf|raw_content|finding|pull_run|pull_run_target)"
              + " .*\n"
              + "(?!\\s*(?:Index|Recheck) Cond)");

  private @Nullable Asked watch;
  private final CoreWorld world =
      new CoreWorld(Databases.watched(this::watched), Clock.systemUTC());

  private DataSource watched(DataSource source) {
    watch = new Asked(source);
    return watch.source();
  }

  @Test
  void shouldReadNoTableWholeForWhatIsAskedAgainAndAgain() {
    fill();
    Records records = new Records(world.database, world.config);
    Records.Filter any = new Records.Filter(null, null, null);
    Asked statements = Objects.requireNonNull(watch);
    Map<String, List<String>> whole = new LinkedHashMap<>();
    Map<String, Runnable> asked = new LinkedHashMap<>();
    asked.put("ledger", () -> new Ledgers(world.database).whole());
    asked.put(
        "ledger of a run",
        () -> assertThat(new Ledgers(world.database).ofRun(1_000_077)).isPresent());
    asked.put("targets", () -> new TargetStatuses(world.database, world.config).all());
    asked.put("a target", () -> new TargetStatuses(world.database, world.config).find("province"));
    asked.put("sources", () -> new SourceStatuses(world.database, world.config).all());
    asked.put("a source", () -> new SourceStatuses(world.database, world.config).find("town"));
    asked.put("records by state", () -> new RecordCounts(world.database).all());
    asked.put("removals", () -> new Removals(world.database).byPart());
    asked.put("seal lag", () -> SealLag.of(world.database));
    asked.put("runs", () -> new Runs(world.database).list(null, null, 100));
    asked.put("runs of a source", () -> new Runs(world.database).list("town", null, 100));
    asked.put("seals", () -> new Seals(world.database).list(null, 100));
    asked.put("records", () -> records.search("", any, null, 100));
    asked.put("a record by its key", () -> records.search("K777", any, null, 100));
    asked.put("records by a beginning", () -> records.search("K77", any, null, 100));
    asked.put("records by nothing there is", () -> records.search("nobody", any, null, 100));
    asked.put(
        "a trace", () -> assertThat(new Traces(world.database, records).of(1777)).isPresent());
    asked.put(
        "dead letters",
        () ->
            new DeadLetterList(world.database)
                .list(new DeadLetterList.Filter(null, null, null, null), null, 100));
    asked.put(
        "dead letters in groups",
        () ->
            new DeadLetterList(world.database)
                .groups(new DeadLetterList.Filter(null, null, null, null)));
    asked.put(
        "dead letters of a record",
        () ->
            world
                .outbox
                .deadLetters()
                .replay(
                    new DeadLetters.Filter(null, 1777L, null, null, null, null),
                    true,
                    new Actor("li", "try")));
    asked.put(
        "holds",
        () ->
            new Findings(world.database)
                .list(new Findings.Filter("hold", null, null, null, null), null, 100));
    asked.put(
        "holds in groups",
        () ->
            new Findings(world.database)
                .groups(new Findings.Filter("hold", null, null, null, null)));
    asked.put(
        "events",
        () ->
            new AuditEvents(world.database)
                .list(new AuditEvents.Filter(null, null, null, null, null, null, null), null, 100));
    asked.put(
        "events of a record",
        () ->
            new AuditEvents(world.database)
                .list(
                    new AuditEvents.Filter(1777L, null, null, null, null, null, null), null, 100));
    asked.put(
        "events of a person",
        () ->
            new AuditEvents(world.database)
                .list(new AuditEvents.Filter(null, null, null, "li", null, null, null), null, 100));
    asked.put("hints", world.outbox.relay()::hints);
    asked.put("sweep", world.outbox.relay()::sweep);
    asked.put("claim", () -> world.outbox.claims().claim(CoreWorld.PROVINCE));
    asked.put("fold", () -> new Tally(world.database).fold());

    asked.forEach(
        (what, ask) -> {
          statements.take();
          ask.run();
          List<String> plans =
              statements.take().stream()
                  .filter(sql -> PLANNED.matcher(sql).find())
                  .map(this::plan)
                  .filter(LargeTablesTest::readsAll)
                  .toList();
          if (!plans.isEmpty()) {
            whole.put(what, plans);
          }
        });

    statements.take();
    new Ledgers(world.database).recounted();
    assertThat(statements.take().stream().map(this::plan).filter(LargeTablesTest::readsAll))
        .as("a recount does read them whole")
        .isNotEmpty();
    assertThat(whole).as("what reads a whole table, by its plan").isEmpty();
    assertThat(new Ledgers(world.database).whole().sent())
        .isEqualTo(new Ledgers(world.database).recounted().sent());
  }

  private String plan(String sql) {
    return sql
        + "\n"
        + world.database.read(
            c -> String.join("\n", Sql.list(c, "explain " + sql, row -> row.getString(1))) + "\n");
  }

  /** A walk along a key that ends after a page of a list reads no more than that page. */
  private static boolean readsAll(String plan) {
    Matcher found = WHOLE.matcher(plan);
    while (found.find()) {
      if (found.group().contains("Seq Scan") || !plan.contains("Limit  (")) {
        return true;
      }
    }
    return false;
  }

  private void fill() {
    String each = " from generate_series(1, " + RECORDS + ") i";
    world.execute(
        "insert into pull_run (id, source, kind, state, config, pulled, planned, ended_at)"
            + " select 1000000 + i, 'town', 'pull', 'complete', 1, 10, 10, current_timestamp"
            + " from generate_series(1, "
            + RECORDS / 10
            + ") i");
    world.execute(
        "insert into pull_run_target (run, target, planned) select id, 'province', 10 from"
            + " pull_run");
    world.execute(
        "insert into record (id, source, type, source_key, version, versions, source_hash, state,"
            + " config, search) select i, 'town', 'case-accept', 'K' || i, 1, 1, 'h', 'planned', 1,"
            + " 'S' || i"
            + each);
    world.execute(
        "insert into record_version (record, version, run, state, deleted, arrived_at, source_hash,"
            + " raw_hash, raw_place, payload, mapping, config) select i, 1, 1000001 + (i - 1) / 10,"
            + " 'planned', false, current_timestamp, 'h', 'raw' || i, '0', '{}', 'm', 1"
            + each);
    world.execute(
        "insert into raw_content (hash, body, length, media_type, place, source, received_at)"
            + " select 'raw' || i, '', 0, 'text/plain', 'p', 'town', current_timestamp"
            + each);
    world.execute(
        "insert into delivery (id, record, version, target, run, operation, state, settled_at)"
            + " select i, i, 1, 'province', 1000001 + (i - 1) / 10, 'insert', 'delivered',"
            + " current_timestamp"
            + each);
    world.execute(
        "insert into finding (id, record, version, run, source, type, severity, rule, field, shown,"
            + " value_hash, raw_hash, raw_place, zh, en, resolution) select i, i, 1, 1000001 + (i -"
            + " 1) / 10, 'town', 'case-accept', 'hold', 'r', 'f', 's', 'h', 'raw', '0', '', '',"
            + " 'released'"
            + each);
    world.execute(
        "insert into audit_leaf (id, at, events, root, first_event, last_event)"
            + " select 1000000 + i, current_timestamp, 1, 'r', i, i"
            + each);
    world.execute(
        "insert into audit_seal_leaf (leaf, seal, place) select 1000000 + i, i, 0" + each);
    world.execute(
        "insert into audit_event (id, leaf, at, record, event, source, content) select 1000000 + i,"
            + " 1000000 + i, current_timestamp, i, 'taken', 'town', '{}'"
            + each);
    new Tally(world.database).fold();
    for (String table :
        new String[] {
          "pull_run", "pull_run_target", "record", "record_version", "raw_content", "delivery",
          "finding", "audit_event", "audit_leaf", "audit_seal_leaf", "tally", "tally_change"
        }) {
      world.execute("analyze " + table);
    }
  }
}

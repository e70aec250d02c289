package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.source.PageReader;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be done with kept content: run intake again, erase it. */
public class Content {
  private static final String NEWEST =
      """
      select v.raw_hash, v.raw_place from record r
      join record_version v on v.record = r.id and v.version = r.version
      where r.source = ? and (cast(? as varchar) is null or r.type = ?)
        and (cast(? as varchar) is null or r.state = ?) and r.version > 0
      order by r.id
      """;

  private final Database database;
  private final SourcePlans plans;
  private final PageReader reader;
  private final Intake intake;
  private final AuditLog audit;

  public Content(
      Database database, SourcePlans plans, PageReader reader, Intake intake, AuditLog audit) {
    this.database = database;
    this.plans = plans;
    this.reader = reader;
    this.intake = intake;
    this.audit = audit;
  }

  /**
   * Runs intake again, on kept content, for the newest version of each record that fits; the answer
   * is the run's id.
   *
   * @param state state of the newest version ({@code rejected}, {@code held}, {@code planned});
   *     null: any
   */
  public long reprocess(String source, @Nullable String type, @Nullable String state, Actor actor) {
    SourceId id = new SourceId(source);
    SourcePlan plan = plans.today(id);
    if (plan == null) {
      throw new IllegalArgumentException(
          "There is no source '" + source + "' in the configuration");
    }
    Map<String, Set<String>> places = new LinkedHashMap<>();
    database.read(
        c ->
            Sql.list(
                c,
                NEWEST,
                row ->
                    places
                        .computeIfAbsent(row.getString("raw_hash"), h -> new HashSet<>())
                        .add(row.getString("raw_place")),
                source,
                type,
                type,
                state,
                state));
    long run = begin(plan, actor);
    places.forEach((hash, wanted) -> again(plan, run, hash, wanted));
    database.execute(
        c ->
            Sql.update(
                c,
                "update pull_run set state = 'complete', ended_at = current_timestamp where id = ?",
                run));
    return run;
  }

  private long begin(SourcePlan plan, Actor actor) {
    long run = database.numbers().next();
    SourceId source = plan.source().id();
    database.execute(
        c -> {
          Sql.update(
              c,
              "insert into pull_run (id, source, kind, state, config) values (?, ?, 'reprocess', 'running', ?)",
              run,
              source.value(),
              plan.config());
          audit.append(
              c,
              List.of(
                  new AuditLog.Event(
                      "reprocess", null, source.value(), "", actor, Map.of("run", run))));
        });
    return run;
  }

  private void again(SourcePlan plan, long run, String hash, Set<String> wanted) {
    RawPage raw =
        database.read(c -> java.util.Optional.ofNullable(RawStore.read(c, hash))).orElse(null);
    if (raw == null) {
      return; // purged: there is nothing to take in again
    }
    List<RawRecord> records = new ArrayList<>();
    try {
      for (RawRecord record : reader.read(plan.source(), raw, null, Map.of()).records()) {
        if (wanted.contains(record.place())) {
          records.add(record);
        }
      }
    } catch (PullFailure e) {
      throw new IllegalStateException(
          "Kept content " + hash + " can no longer be read: " + e.getMessage(), e);
    }
    intake.again(plan.source().id(), run, new Page(raw, records, null, true));
  }

  /**
   * Erases a record's content everywhere but keeps hashes and events; says which backups still hold
   * it.
   */
  public String purge(long record, Actor actor) {
    return database.inTransaction(
        c -> {
          Sql.list(c, "select id from record where id = ? for update", r -> r.getLong(1), record);
          Sql.update(
              c,
              "update record_version set payload = null, state = 'purged' where record = ?",
              record);
          Sql.update(c, "update delivery set payload = null where record = ?", record);
          Sql.update(c, "update finding set shown = '' where record = ?", record);
          Sql.update(c, "update record set search = '', state = 'purged' where id = ?", record);
          int closed = close(c, record);
          List<String> pages = redact(c, record);
          Map<String, Object> detail = new LinkedHashMap<>();
          detail.put("pages", pages);
          detail.put("deliveries-closed", closed);
          audit.append(c, List.of(new AuditLog.Event("purged", record, "", "", actor, detail)));
          return "Erased from the hub's database. Every backup taken before "
              + java.time.Instant.now()
              + " still holds it; pages redacted: "
              + pages.size()
              + ", open deliveries closed: "
              + closed;
        });
  }

  private static int close(Connection connection, long record) throws SQLException {
    Sql.update(connection, "delete from delivery_wait where record = ?", record);
    Sql.update(
        connection,
        "update batch set records = records - 1 where id in"
            + " (select batch from delivery where record = ? and state = 'batched')",
        record);
    return Sql.update(
        connection,
        "update delivery set state = 'closed', settled_at = current_timestamp, message = 'purged'"
            + " where record = ? and state in ('waiting', 'batched', 'dead')",
        record);
  }

  /** A page that held the record is dropped as a whole: its hash stays, and says that it was. */
  private static List<String> redact(Connection connection, long record) throws SQLException {
    List<String> hashes =
        Sql.list(
            connection,
            "select distinct raw_hash from record_version where record = ?",
            row -> row.getString(1),
            record);
    for (String hash : hashes) {
      Sql.update(
          connection,
          "update raw_content set body = ?, redacted_at = current_timestamp where hash = ?",
          new byte[0],
          hash);
    }
    return hashes;
  }
}

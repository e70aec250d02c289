package io.shangda.hub.intake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.delivery.Plan;
import io.shangda.hub.delivery.Planner;
import io.shangda.hub.delivery.RecordLocks;
import io.shangda.hub.intake.Identified.Name;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Rows;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives records that were let go a version by which they are withdrawn. A record that a page shows
 * meanwhile has no absence any more and is left alone: page and withdrawal lock first the record,
 * then its absence.
 */
final class Withdrawal {
  /** In the place of an algorithm's name: there was nothing to hash. */
  private static final String MARK = "absent:";

  private static final String RECORDS =
      """
      select r.id, r.source_key, r.parent, r.version, r.versions, r.version_time, r.source_hash, r.state,
        r.config, v.deleted from record r
      join record_version v on v.record = r.id and v.version = r.version
      where r.id = any(?) order by r.id
      """;

  private final Connection connection;
  private final Database database;
  private final Planner planner;
  private final AbsenceRun run;
  private final TypePlan type;

  Withdrawal(
      Connection connection, Database database, Planner planner, AbsenceRun run, TypePlan type) {
    this.connection = connection;
    this.database = database;
    this.planner = planner;
    this.run = run;
    this.type = type;
  }

  /**
   * What was done.
   *
   * @param events for the audit log
   * @param targets that have something to send now
   */
  record Done(int records, List<AuditLog.Event> events, Set<TargetId> targets) {}

  private record Released(long record, int snapshots, @Nullable Instant since, String reason) {}

  private record Found(Known known, String key, @Nullable Long parent, boolean deleted) {}

  Done withdraw(List<Long> records, Instant now) throws SQLException {
    RecordLocks.take(connection, records);
    Map<Long, Found> found = new LinkedHashMap<>();
    Sql.list(connection, RECORDS, row -> found.put(row.getLong("id"), found(row)) == null, records);
    Map<Long, Released> released = released(records);
    found.keySet().retainAll(released.keySet());
    Set<Long> gone = new HashSet<>(released.keySet());
    found.values().removeIf(Found::deleted); // the source has said so itself since
    gone.removeAll(found.keySet());
    if (!gone.isEmpty()) {
      Sql.update(connection, "delete from absence where record = any(?)", gone);
    }
    if (found.isEmpty()) {
      return new Done(0, List.of(), Set.of());
    }
    return write(found, released, now);
  }

  private static Found found(java.sql.ResultSet row) throws SQLException {
    String hash = row.getString("source_hash");
    Known known =
        new Known(
            row.getLong("id"),
            row.getInt("version"),
            row.getInt("versions"),
            Sql.instant(row, "version_time"),
            hash == null ? "" : hash,
            row.getString("state"),
            row.getLong("config"),
            row.getString("source_key"));
    return new Found(
        known, row.getString("source_key"), Sql.number(row, "parent"), row.getBoolean("deleted"));
  }

  private Map<Long, Released> released(List<Long> records) throws SQLException {
    Map<Long, Released> released = new LinkedHashMap<>();
    Sql.list(
        connection,
        "select record, snapshots, since_at, reason from absence where record = any(?)"
            + " and state = 'released' order by record for update",
        row ->
            released.put(
                    row.getLong("record"),
                    new Released(
                        row.getLong("record"),
                        row.getInt("snapshots"),
                        Sql.instant(row, "since_at"),
                        Objects.requireNonNullElse(row.getString("reason"), "")))
                == null,
        records);
    return released;
  }

  private Done write(Map<Long, Found> found, Map<Long, Released> released, Instant now)
      throws SQLException {
    List<Taken> taken = found.values().stream().map(this::taken).toList();
    Overtaken overtaken = Overtaken.settle(connection, taken);
    FindingRows.supersede(connection, List.copyOf(found.keySet()));
    versions(taken, now);
    List<Plan> plans = new ArrayList<>();
    for (Taken one : taken) {
      plans.add(
          new Plan(
              one.id,
              one.version,
              type.type().type(),
              true,
              true,
              Objects.requireNonNull(found.get(one.id)).parent(),
              run.id(),
              one.judged.targets(),
              false));
    }
    plans.addAll(overtaken.plans());
    Planner.Planned planned = planner.plan(connection, plans);
    run.add(connection, taken.size());
    count(taken.size());
    absences(taken, now);
    List<AuditLog.Event> events = new ArrayList<>();
    for (int i = 0; i < taken.size(); i++) {
      Released one = Objects.requireNonNull(released.get(taken.get(i).id));
      events.add(event(taken.get(i), one, planned.states().get(i)));
    }
    events.addAll(
        overtaken.events(
            run.plan().source().id(), planned.states().subList(taken.size(), plans.size())));
    return new Done(taken.size(), events, new LinkedHashSet<>(planned.targets()));
  }

  private Taken taken(Found one) {
    Name name = new Name(type.type().type(), one.key());
    Identified record =
        new Identified(
            "",
            JsonNodeFactory.instance.objectNode(),
            type,
            name,
            one.key(),
            null,
            null,
            true,
            hash(),
            List.of());
    Map<TargetId, byte[]> targets = new LinkedHashMap<>();
    type.targets().forEach(target -> targets.put(target.id(), new byte[0]));
    Judged judged = new Judged(null, null, List.of(), targets, "");
    return new Taken(
        record,
        judged,
        Taken.State.PLANNED,
        one.known().id(),
        one.known().versions() + 1,
        one.known());
  }

  /** No content has this hash, so whatever the source shows of the record later is new. */
  private Hash hash() {
    return new Hash(MARK + run.id());
  }

  /** True if it stands for a record that was missing, not for content. */
  static boolean isMark(String hash) {
    return hash.startsWith(MARK);
  }

  /** Without a version time: any state the source shows later is newer, whatever its own time. */
  private void versions(List<Taken> taken, Instant now) throws SQLException {
    Rows rows =
        new Rows(
            "record_version",
            "record",
            "version",
            "run",
            "state",
            "deleted",
            "arrived_at",
            "source_hash",
            "raw_hash",
            "raw_place",
            "mapping",
            "config");
    for (Taken one : taken) {
      Sql.update(
          connection,
          "update record set version = ?, versions = ?, version_time = null, source_hash = ?,"
              + " state = 'planned', config = ? where id = ?",
          one.version,
          one.version,
          one.record.hash().text(),
          run.plan().config(),
          one.id);
      rows.add(
          one.id,
          one.version,
          run.id(),
          one.state().word,
          true,
          now,
          one.record.hash().text(),
          "", // nothing was received
          "absent",
          "",
          run.plan().config());
    }
    database.bulk().insert(connection, rows);
  }

  private void count(int records) throws SQLException {
    String name = type.type().type().value();
    Sql.update(
        connection,
        "insert into absence_run (run, type, source, records, by_hub) values (?, ?, ?, 0, ?)"
            + " on conflict do nothing",
        run.id(),
        name,
        run.source(),
        run.by().equals(Actor.HUB.name()));
    Sql.update(
        connection,
        "update absence_run set records = records + ? where run = ? and type = ?",
        records,
        run.id(),
        name);
  }

  private void absences(List<Taken> taken, Instant now) throws SQLException {
    for (Taken one : taken) {
      Sql.update(
          connection,
          "update absence set state = 'withdrawn', run = ?, version = ?, withdrawn_at = ? where"
              + " record = ?",
          run.id(),
          one.version,
          now,
          one.id);
    }
  }

  private AuditLog.Event event(Taken one, Released released, Map<String, Object> states) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("run", run.id());
    detail.put("version", one.version);
    detail.put("lists-without-it", released.snapshots());
    detail.put("missing-since", String.valueOf(released.since()));
    states.forEach((target, state) -> detail.put("to " + target, state));
    Actor actor =
        run.by().equals(Actor.HUB.name()) ? Actor.HUB : new Actor(run.by(), released.reason());
    return new AuditLog.Event("withdrawn-by-absence", one.id, run.source(), "", actor, detail);
  }
}

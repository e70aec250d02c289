package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.delivery.Plan;
import io.shangda.hub.delivery.Planner;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.Severity;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings a withdrawn record back: what it was before becomes its newest version once more. */
final class BroughtBack {
  private static final String BEFORE =
      """
      select v.version, v.payload from record_version v
      where v.record = ? and not v.deleted and v.state = 'planned' and v.payload is not null
      order by v.version desc limit 1
      """;
  private static final String VERSION =
      """
      insert into record_version (record, version, run, state, deleted, version_time, arrived_at,
        source_hash, raw_hash, raw_place, payload, payload_hash, mapping, config)
      select record, ?, ?, state, false, version_time, current_timestamp, source_hash, raw_hash,
        raw_place, payload, payload_hash, mapping, ? from record_version where record = ? and version = ?
      """;
  private static final String RECORD =
      """
      update record set version = ?, versions = ?, state = 'planned', config = ?,
        version_time = (select v.version_time from record_version v where v.record = record.id and v.version = ?),
        source_hash = (select v.source_hash from record_version v where v.record = record.id and v.version = ?)
      where id = ?
      """;

  private final Connection connection;
  private final Planner planner;
  private final AbsenceRun run;
  private final LocalDate today;
  private final Actor actor;

  BroughtBack(
      Connection connection, Planner planner, AbsenceRun run, LocalDate today, Actor actor) {
    this.connection = connection;
    this.planner = planner;
    this.run = run;
    this.today = today;
    this.actor = actor;
  }

  /** A withdrawn record, locked. */
  record Gone(
      long record, String type, String key, int version, int versions, @Nullable Long parent) {}

  private record Before(int version, String payload) {}

  /** Null if it is back, otherwise why not; adds the event to {@code events}. */
  @Nullable String back(Gone gone, List<AuditLog.Event> events) throws SQLException {
    Before before =
        Sql.first(
            connection,
            BEFORE,
            row -> new Before(row.getInt("version"), row.getString("payload")),
            gone.record());
    TypePlan type = type(gone.type());
    if (before == null || type == null) {
      return "its content or its type is no longer there";
    }
    List<Finding> findings = new ArrayList<>();
    Map<TargetId, byte[]> targets =
        new Judge(run.plan(), today).targets(type, HoldRelease.tree(before.payload()), findings);
    for (Finding finding : findings) {
      if (finding.severity() != Severity.WARN) {
        return "under today's configuration a target's own form of it breaks %s at '%s'"
            .formatted(finding.rule(), finding.field());
      }
    }
    events.add(write(gone, before, targets));
    return null;
  }

  private AuditLog.Event write(Gone gone, Before before, Map<TargetId, byte[]> targets)
      throws SQLException {
    int version = gone.versions() + 1;
    long config = run.plan().config();
    Sql.update(connection, VERSION, version, run.id(), config, gone.record(), before.version());
    Sql.update(
        connection,
        RECORD,
        version,
        version,
        config,
        before.version(),
        before.version(),
        gone.record());
    Plan plan =
        new Plan(
            gone.record(),
            version,
            new RecordType(gone.type()),
            false,
            true,
            gone.parent(),
            run.id(),
            targets,
            false);
    Map<String, Object> states = planner.plan(connection, List.of(plan)).states().get(0);
    run.add(connection, 1);
    Sql.update(connection, "delete from absence where record = ?", gone.record());
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("run", run.id());
    detail.put("version", version);
    detail.put("as-version", before.version());
    states.forEach((target, state) -> detail.put("to " + target, state));
    return new AuditLog.Event("brought-back", gone.record(), run.source(), "", actor, detail);
  }

  private @Nullable TypePlan type(String name) {
    return run.plan().types().stream()
        .filter(type -> type.type().type().value().equals(name))
        .findFirst()
        .orElse(null);
  }
}

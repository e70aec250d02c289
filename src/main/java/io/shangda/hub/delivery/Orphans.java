package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that have waited for their parent longer than {@link TargetConfig#parentLimit()}: the
 * parent was rejected, is held, dead or closed, or was never seen. They go on waiting, but not in
 * silence: an audit event for each and one line in the log, once.
 */
final class Orphans {
  private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);
  private static final int AT_ONCE = 20_000;

  private static final String WAITING =
      """
      select w.delivery, w.record, w.version, w.parent, p.source, p.type, p.source_key, p.state,
        p.version as parent_version,
        (select d.state from delivery d where d.record = w.parent and d.target = w.target
          order by d.version desc, d.id desc limit 1) as parent_delivery
      from delivery_wait w join record p on p.id = w.parent
      where w.delivery = any(?) and w.alerted_at is null and w.since_at < ?
        and not exists (select 1 from delivery a
          where a.record = w.parent and a.target = w.target and a.state = 'delivered')
      order by w.delivery
      """;

  private record Waiting(
      long delivery, TargetId target, @Nullable Instant alertedAt, Instant since) {}

  private long reached = Long.MIN_VALUE;

  private record Orphan(
      long delivery, long record, int version, long parentId, String parent, String why) {}

  /**
   * Of the next {@value #AT_ONCE} that wait, those that have done so for too long, by target. It
   * walks over them: at a large backlog nearly all of it waits rightly, and to look at all of it
   * every few seconds costs the more, the longer the backlog is.
   */
  Map<TargetId, List<Long>> next(Connection connection, Map<TargetId, TargetConfig> targets)
      throws SQLException {
    Instant now = DatabaseTime.now(connection);
    List<Waiting> waiting =
        Sql.list(
            connection,
            "select delivery, target, alerted_at, since_at from delivery_wait where delivery > ?"
                + " order by delivery limit ?",
            row ->
                new Waiting(
                    row.getLong("delivery"),
                    new TargetId(row.getString("target")),
                    Sql.instant(row, "alerted_at"),
                    Objects.requireNonNull(Sql.instant(row, "since_at"))),
            reached,
            AT_ONCE);
    reached =
        waiting.size() < AT_ONCE ? Long.MIN_VALUE : waiting.get(waiting.size() - 1).delivery();
    Map<TargetId, List<Long>> late = new LinkedHashMap<>();
    for (Waiting one : waiting) {
      TargetConfig target = targets.get(one.target());
      if (target != null
          && one.alertedAt() == null
          && one.since().isBefore(now.minus(target.parentLimit()))) {
        late.computeIfAbsent(one.target(), t -> new ArrayList<>()).add(one.delivery());
      }
    }
    return late;
  }

  /**
   * Says so of those of them that are orphans.
   *
   * @param late deliveries that have waited for too long
   */
  List<AuditLog.Event> alert(Connection connection, TargetConfig target, List<Long> late)
      throws SQLException {
    Instant since = DatabaseTime.now(connection).minus(target.parentLimit());
    List<Orphan> orphans = Sql.list(connection, WAITING, Orphans::read, late, since);
    Map<Long, Long> parents = new LinkedHashMap<>();
    orphans.forEach(orphan -> parents.put(orphan.delivery(), orphan.parentId()));
    WaitsRightly.spare(connection, target, since, parents);
    orphans.removeIf(orphan -> !parents.containsKey(orphan.delivery()));
    if (orphans.isEmpty()) {
      return List.of();
    }
    Sql.update(
        connection,
        "update delivery_wait set alerted_at = current_timestamp where delivery = any(?)",
        orphans.stream().map(Orphan::delivery).toList());
    Orphan first = orphans.get(0);
    LOG.warn(
        "Target '{}': {} record(s) have waited more than {} for a parent that it has not accepted;"
            + " the first, record {}, for {}, which {}. They are sent by themselves once it is"
            + " accepted.",
        target.id(),
        orphans.size(),
        target.parentLimit(),
        first.record(),
        first.parent(),
        first.why());
    List<AuditLog.Event> events = new ArrayList<>();
    orphans.forEach(orphan -> events.add(event(target, orphan)));
    return events;
  }

  private static Orphan read(ResultSet row) throws SQLException {
    return new Orphan(
        row.getLong("delivery"),
        row.getLong("record"),
        row.getInt("version"),
        row.getLong("parent"),
        row.getString("source") + "/" + row.getString("type") + "/" + row.getString("source_key"),
        why(
            row.getInt("parent_version"),
            row.getString("state"),
            row.getString("parent_delivery")));
  }

  private static String why(int version, String state, @Nullable String delivery) {
    if (version == 0) {
      return "was never seen";
    }
    return state.equals("planned") && delivery != null ? "is " + delivery : "is " + state;
  }

  private static AuditLog.Event event(TargetConfig target, Orphan orphan) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("delivery", orphan.delivery());
    detail.put("version", orphan.version());
    detail.put("parent", orphan.parent());
    detail.put("why", "the parent " + orphan.why());
    return new AuditLog.Event(
        "waits-for-parent", orphan.record(), "", target.id().value(), Actor.HUB, detail);
  }
}

package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.delivery.Plan;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Held versions that newer ones of this page overtake. People act on the newest version only, so
 * nobody could decide on these any more: each becomes superseded, and its occurrence counts as
 * planned in the run that brought it, as one does that is overtaken within its page (P1).
 */
final class Overtaken {
  private record Held(Taken by, int version, long run) {}

  private final List<Held> held;

  private Overtaken(List<Held> held) {
    this.held = held;
  }

  /** The caller has locked the records and not yet stored the new versions. */
  static Overtaken settle(Connection connection, List<Taken> taken) throws SQLException {
    Map<Long, Taken> newest = new HashMap<>();
    for (Taken one : taken) {
      if (one.before != null
          && one.before.state().equals("held")
          && one.state() != Taken.State.SUPERSEDED) {
        newest.put(one.id, one);
      }
    }
    if (newest.isEmpty()) {
      return new Overtaken(List.of());
    }
    List<Held> held = held(connection, newest); // asked again: a person may just have released one
    Sql.update(
        connection,
        "update record_version set state = 'superseded' where record = any(?) and state = 'held'",
        newest.keySet());
    count(connection, held);
    return new Overtaken(held);
  }

  private static List<Held> held(Connection connection, Map<Long, Taken> newest)
      throws SQLException {
    return Sql.list(
        connection,
        "select record, version, run from record_version where record = any(?) and state = 'held'"
            + " order by record, version",
        row ->
            new Held(
                Objects.requireNonNull(newest.get(row.getLong("record"))),
                row.getInt("version"),
                row.getLong("run")),
        newest.keySet());
  }

  private static void count(Connection connection, List<Held> held) throws SQLException {
    Map<Long, Integer> runs = new TreeMap<>();
    held.forEach(one -> runs.merge(one.run(), 1, Integer::sum));
    for (Map.Entry<Long, Integer> run : runs.entrySet()) {
      Sql.update(
          connection,
          "update pull_run set held = held - ?, planned = planned + ? where id = ?",
          run.getValue(),
          run.getValue(),
          run.getKey());
    }
  }

  /** For the deliveries, which are only recorded. */
  List<Plan> plans() {
    List<Plan> plans = new ArrayList<>();
    for (Held one : held) {
      plans.add(
          new Plan(
              one.by().id,
              one.version(),
              one.by().record.name().type(),
              false,
              true,
              null,
              one.run(),
              one.by().judged.targets(),
              true));
    }
    return plans;
  }

  /**
   * @param states of the deliveries of {@link #plans()}, in their order
   */
  List<AuditLog.Event> events(SourceId source, List<Map<String, Object>> states) {
    List<AuditLog.Event> events = new ArrayList<>();
    for (int i = 0; i < held.size(); i++) {
      Held one = held.get(i);
      Map<String, Object> detail = new LinkedHashMap<>();
      detail.put("run", one.run());
      detail.put("version", one.version());
      detail.put("was", "held");
      detail.put("by-version", one.by().version);
      states.get(i).forEach((target, state) -> detail.put("to " + target, state));
      events.add(
          new AuditLog.Event("superseded", one.by().id, source.value(), "", Actor.HUB, detail));
    }
    return events;
  }
}

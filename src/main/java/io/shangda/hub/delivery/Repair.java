package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Operation;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Rows;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends again what a target accepted once and does not have: the same version under a new
 * idempotency key, in a run of its own. What has something under way is left to that.
 */
public final class Repair {
  private static final int AT_ONCE = 1000;
  private static final String DELIVERIES =
      """
      select d.record, d.version, d.state, d.operation, d.target_key, d.repair, d.payload, r.source, r.parent,
        d.payload is not null or v.payload is not null as has_payload
      from delivery d join record r on r.id = d.record
      join record_version v on v.record = d.record and v.version = d.version
      where d.record = any(?) and d.target = ?
      order by d.record, d.version, d.id
      """;

  private final Database database;
  private final CurrentConfig config;
  private final AuditLog audit;

  Repair(Database database, CurrentConfig config, AuditLog audit) {
    this.database = database;
    this.config = config;
    this.audit = audit;
  }

  /**
   * What was done.
   *
   * @param resent ids of records
   * @param run the last run of their new deliveries (one for each source); null if there is none
   * @param skipped why a record was left alone
   */
  public record Outcome(List<Long> resent, @Nullable Long run, Map<Long, String> skipped) {}

  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  private record Last(
      long record,
      int version,
      boolean open,
      @Nullable Operation operation,
      @Nullable String targetKey,
      int repair,
      byte @Nullable [] payload,
      boolean hasPayload,
      String source,
      @Nullable Long parent) {}

  private final class Writing {
    final Connection connection;
    final TargetConfig target;
    final Actor actor;
    final Batches batches;
    final Rows rows =
        new Rows(
            "delivery",
            "id",
            "record",
            "version",
            "target",
            "run",
            "batch",
            "operation",
            "target_key",
            "repair",
            "state",
            "payload");
    final Map<String, Long> runs;
    final Map<Long, Integer> counts = new HashMap<>();
    final List<AuditLog.Event> events = new ArrayList<>();

    Writing(Connection connection, TargetConfig target, Actor actor, Map<String, Long> runs)
        throws SQLException {
      this.connection = connection;
      this.target = target;
      this.actor = actor;
      this.runs = runs;
      this.batches =
          new Batches(database.numbers(), DatabaseTime.now(connection), config.version());
    }

    void add(Last last, Operation operation) throws SQLException {
      Long run = runs.get(last.source());
      if (run == null) {
        run = database.numbers().next();
        runs.put(last.source(), run);
        Sql.update(
            connection,
            "insert into pull_run (id, source, kind, state, config) values (?, ?, 'repair',"
                + " 'running', ?)",
            run,
            last.source(),
            config.version());
      }
      counts.merge(run, 1, Integer::sum);
      long id = database.numbers().next();
      rows.add(
          id,
          last.record(),
          last.version(),
          target.id().value(),
          run,
          batches.next(target),
          operation.word(),
          last.targetKey(),
          last.repair() + 1,
          State.BATCHED.word(),
          last.payload());
      Map<String, Object> detail = new LinkedHashMap<>();
      detail.put("run", run);
      detail.put("delivery", id);
      detail.put("version", last.version());
      detail.put("operation", operation.word());
      detail.put("repair", last.repair() + 1);
      events.add(
          new AuditLog.Event(
              "resent", last.record(), last.source(), target.id().value(), actor, detail));
    }

    void write() throws SQLException {
      database.bulk().insert(connection, batches.rows());
      database.bulk().insert(connection, rows);
      for (Map.Entry<Long, Integer> run : counts.entrySet()) {
        Sql.update(
            connection,
            "update pull_run set pulled = pulled + ?, planned = planned + ? where id = ?",
            run.getValue(),
            run.getValue(),
            run.getKey());
        RunTargets.add(connection, run.getKey(), target.id(), run.getValue());
      }
      audit.append(connection, events);
    }
  }

  /**
   * @param wanted what is asked of the target, by record
   */
  public Outcome resend(TargetConfig target, Map<Long, Operation> wanted, Actor actor) {
    Map<String, Long> runs = new LinkedHashMap<>();
    List<Long> resent = new ArrayList<>();
    Map<Long, String> skipped = new LinkedHashMap<>();
    List<Long> all = wanted.keySet().stream().sorted().toList();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<Long> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      List<Long> done = new ArrayList<>();
      Map<Long, String> left = new LinkedHashMap<>();
      Map<String, Long> begun = new LinkedHashMap<>(runs);
      database.execute(
          c -> {
            RecordLocks.take(c, some);
            Map<Long, Last> last = last(c, target, some);
            Writing writing = new Writing(c, target, actor, begun);
            for (Long record : some) {
              Operation operation = Objects.requireNonNull(wanted.get(record));
              String why = why(last.get(record), operation, wanted);
              if (why == null) {
                writing.add(Objects.requireNonNull(last.get(record)), operation);
                done.add(record);
              } else {
                left.put(record, why);
              }
            }
            writing.write();
          });
      runs.putAll(begun);
      resent.addAll(done);
      skipped.putAll(left);
    }
    end(runs);
    Long run = runs.isEmpty() ? null : List.copyOf(runs.values()).get(runs.size() - 1);
    return new Outcome(resent, run, skipped);
  }

  /** Why a record is left alone; null if it is not. */
  private static @Nullable String why(
      @Nullable Last last, Operation operation, Map<Long, Operation> wanted) {
    if (last == null || last.operation() == null) {
      return "the target has never accepted it from here";
    }
    if (last.open()) {
      return "a delivery of it is under way";
    }
    if ((operation == Operation.WITHDRAW) != (last.operation() == Operation.WITHDRAW)) {
      return operation == Operation.WITHDRAW
          ? "the target should have it"
          : "the target should not have it any more";
    }
    if (operation != Operation.WITHDRAW && !last.hasPayload()) {
      return "its content is no longer kept; pull it again from its source";
    }
    return last.parent() != null && wanted.get(last.parent()) == Operation.INSERT
        ? "its parent is sent again first; resend it after the next comparison"
        : null;
  }

  private static Map<Long, Last> last(
      Connection connection, TargetConfig target, List<Long> records) throws SQLException {
    Map<Long, Last> last = new HashMap<>();
    Set<Long> open = new HashSet<>();
    Map<Long, Integer> repairs = new HashMap<>(); // the highest, whatever became of it
    Sql.list(
        connection,
        DELIVERIES,
        row -> {
          long record = row.getLong("record");
          switch (State.of(row.getString("state"))) {
            case DELIVERED, WITHDRAWN -> last.put(record, settled(row));
            case WAITING, BATCHED -> open.add(record);
            case DEAD, CLOSED, SUPERSEDED -> {} // its key is used up all the same
          }
          return repairs.merge(record, row.getInt("repair"), Math::max);
        },
        records,
        target.id().value());
    last.replaceAll(
        (record, one) ->
            with(one, Objects.requireNonNull(repairs.get(record)), open.contains(record)));
    return last;
  }

  private static Last with(Last one, int repair, boolean open) {
    return new Last(
        one.record(),
        one.version(),
        open,
        one.operation(),
        one.targetKey(),
        repair,
        one.payload(),
        one.hasPayload(),
        one.source(),
        one.parent());
  }

  /** What was withdrawn before it was ever sent from here may have been sent before a restore. */
  private static Last settled(ResultSet row) throws SQLException {
    State state = State.of(row.getString("state"));
    return new Last(
        row.getLong("record"),
        row.getInt("version"),
        false,
        state == State.WITHDRAWN ? Operation.WITHDRAW : Operation.of(row.getString("operation")),
        row.getString("target_key"),
        row.getInt("repair"),
        row.getBytes("payload"),
        row.getBoolean("has_payload"),
        row.getString("source"),
        Sql.number(row, "parent"));
  }

  private void end(Map<String, Long> runs) {
    if (!runs.isEmpty()) {
      database.execute(
          c ->
              Sql.update(
                  c,
                  "update pull_run set state = 'complete', ended_at = current_timestamp where id ="
                      + " any(?)",
                  runs.values()));
    }
  }
}

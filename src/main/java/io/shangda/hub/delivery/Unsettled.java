package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.Hash;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A claimed batch that the hub itself could not go on with: it could not be made, or its outcome
 * could not be stored. It waits as after no answer and counts as a fault, so that the breaker opens
 * if nothing at all gets through. After {@value #TRIES} such failures it is halved until the record
 * that cannot be stored is alone; that one is parked as a dead letter, and the others go on.
 */
final class Unsettled {
  /** Failures before a batch is halved, and a single delivery is parked. */
  static final int TRIES = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Unsettled.class);
  private static final int MOST_WORDS = 1500;

  /**
   * A claim that failed.
   *
   * @param attempt that was under way
   * @param reached the target may have some of it
   */
  record Failed(TargetConfig target, long batch, long token, int attempt, boolean reached) {}

  private record Row(int unsettled, int request, Instant now) {}

  private final Database database;
  private final AuditLog audit;
  private final TargetHealth health;
  private final Backoff backoff;

  Unsettled(Database database, AuditLog audit, TargetHealth health, Backoff backoff) {
    this.database = database;
    this.audit = audit;
    this.health = health;
    this.backoff = backoff;
  }

  /**
   * Gives the batch back, if the claim still holds.
   *
   * @param evidence stores what was sent; it may be what fails, and is then left out
   */
  void giveBack(Failed failed, Throwable cause, Database.Action evidence) {
    String why = words(cause);
    try {
      database.execute(c -> giveBack(c, failed, why, evidence));
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
      database.execute(c -> giveBack(c, failed, why, none -> {}));
    }
    LOG.warn(
        "Target '{}': batch {} could not be settled in attempt {} ({}). It is sent again under the"
            + " same keys after a wait; nothing is lost.",
        failed.target().id(),
        failed.batch(),
        failed.attempt(),
        why,
        cause);
  }

  private void giveBack(Connection connection, Failed failed, String why, Database.Action evidence)
      throws SQLException {
    Row row =
        Sql.first(
            connection,
            "select unsettled, request, current_timestamp as now_at from batch"
                + " where id = ? and token = ? and sending for update",
            r ->
                new Row(
                    r.getInt("unsettled"),
                    r.getInt("request"),
                    Objects.requireNonNull(Sql.instant(r, "now_at"))),
            failed.batch(),
            failed.token());
    if (row == null) {
      return; // it was settled after all, or another claim has it
    }
    List<AuditLog.Event> events =
        new ArrayList<>(
            health.record(
                connection,
                failed.target(),
                new Verdicts.Target(false, 0, why, null, null, null),
                0,
                row.now()));
    evidence.run(connection); // locks records, so after the target
    List<Long> deliveries =
        Sql.list(
            connection,
            "select id from delivery where batch = ? and state = 'batched' order by id",
            r -> r.getLong("id"),
            failed.batch());
    int times = row.unsettled() + 1;
    if (times < TRIES) {
      putOff(connection, failed, row, why, deliveries.size(), times, row.request());
    } else if (deliveries.size() > 1) {
      halve(connection, failed, row, why, deliveries);
    } else {
      events.addAll(park(connection, failed, why, deliveries));
    }
    if (times == 1) {
      events.add(event("batch-unsettled", null, failed, why));
    }
    audit.append(connection, events);
  }

  private void putOff(
      Connection connection,
      Failed failed,
      Row row,
      String why,
      int records,
      int times,
      int request)
      throws SQLException {
    Duration wait = backoff.after(failed.target().retry(), failed.attempt());
    Sql.update(
        connection,
        """
        update batch set due_at = ?, attempt = ?, failed_at = ?, reached = ?, sending = false, records = ?,
          unsettled = ?, request = ?, last_error = ?
        where id = ?
        """,
        row.now().plus(wait),
        failed.attempt(),
        row.now(),
        failed.reached(),
        records,
        times,
        request,
        why,
        failed.batch());
  }

  /** Each half is halved again as soon as it fails once more. */
  private void halve(
      Connection connection, Failed failed, Row row, String why, List<Long> deliveries)
      throws SQLException {
    int half = (deliveries.size() + 1) / 2;
    putOff(
        connection, failed, row, why, deliveries.size(), TRIES - 1, Math.min(row.request(), half));
    long other = database.numbers().next();
    List<Long> moved = deliveries.subList(half, deliveries.size());
    Sql.update(
        connection,
        """
        insert into batch (id, target, due_at, token, attempt, failures, failed_at, reached, records, request,
          config, unsettled, last_error)
        select cast(? as bigint), target, due_at, token, attempt, failures, failed_at, reached,
          cast(? as integer), request, config, unsettled, last_error
        from batch where id = ?
        """,
        other,
        moved.size(),
        failed.batch());
    Sql.update(connection, "update delivery set batch = ? where id = any(?)", other, moved);
    Sql.update(connection, "update batch set records = ? where id = ?", half, failed.batch());
  }

  private static List<AuditLog.Event> park(
      Connection connection, Failed failed, String why, List<Long> deliveries) throws SQLException {
    Sql.update(connection, "delete from batch where id = ?", failed.batch());
    List<AuditLog.Event> events = new ArrayList<>();
    for (Long delivery : deliveries) {
      Sql.update(
          connection,
          "update delivery set state = 'dead', refused = false, message = ?, settled_at ="
              + " current_timestamp where id = ?",
          why,
          delivery);
      DeadRows.add(connection, delivery);
      Long record =
          Sql.first(
              connection,
              "select record from delivery where id = ?",
              row -> row.getLong("record"),
              delivery);
      events.add(event("parked-unsettled", record, failed, why));
      LOG.warn(
          "Target '{}': the outcome of record {} could not be stored in {} attempts; it is a dead"
              + " letter now ({}). The target may have it. Replayed, it is sent under the same"
              + " key.",
          failed.target().id(),
          record,
          failed.attempt(),
          why);
    }
    return events;
  }

  private static AuditLog.Event event(
      String name, @org.jspecify.annotations.Nullable Long record, Failed failed, String why) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("batch", failed.batch());
    detail.put("attempt", failed.attempt());
    // a database repeats the values it refuses, and an event can never be erased
    detail.put("why-hash", Hash.sha256(why).text());
    return new AuditLog.Event(name, record, "", failed.target().id().value(), Actor.HUB, detail);
  }

  /** What the hub says of itself; must be storable, whatever made the failure. */
  private static String words(Throwable cause) {
    String text =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return "the hub could not make this batch or store its outcome: "
        + ForeignText.oneLine(text, MOST_WORDS);
  }
}

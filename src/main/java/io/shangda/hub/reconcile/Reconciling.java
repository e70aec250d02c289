package io.shangda.hub.reconcile;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.config.TargetConfig.Reconcile;
import io.shangda.hub.delivery.Repair;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares targets with what they accepted, when their configuration says so or a person asks. A
 * due comparison is claimed under a lease, so one node makes it.
 */
public final class Reconciling {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciling.class);
  private static final Duration LEASE = Duration.ofHours(1);
  private static final Duration AGAIN = Duration.ofMinutes(10);
  private static final int LONGEST_ERROR = 1000;

  private final Database database;
  private final CurrentConfig config;
  private final Platform platform;
  private final AuditLog audit;
  private final Differences differences;
  private final Receipts receipts;

  public Reconciling(
      Database database, CurrentConfig config, Platform platform, Repair repair, AuditLog audit) {
    this.database = database;
    this.config = config;
    this.platform = platform;
    this.audit = audit;
    this.differences = new Differences(database, config, repair, audit);
    this.receipts = new Receipts(database, config, differences, audit);
  }

  public Differences differences() {
    return differences;
  }

  public Receipts receipts() {
    return receipts;
  }

  /**
   * A comparison that was made.
   *
   * @param state running, complete or failed
   * @param by digest or list
   * @param person who asked for it; null: the schedule
   * @param records the target should have
   * @param days that differed and were compared record by record
   * @param differences it found
   */
  public record Made(
      long id,
      String target,
      String state,
      String by,
      @Nullable String person,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      long records,
      int days,
      int differences,
      @Nullable String error) {}

  private record Due(TargetConfig target, Reconcile how, long token) {}

  /** The newest first. */
  public List<Made> made(TargetId target, @Nullable Long before, int limit) {
    return database.read(
        c ->
            Sql.list(
                c,
                "select * from reconciliation where target = ? and id < ? order by id desc limit ?",
                Reconciling::made,
                target.value(),
                before == null ? Long.MAX_VALUE : before,
                limit));
  }

  private static Made made(ResultSet row) throws SQLException {
    return new Made(
        row.getLong("id"),
        row.getString("target"),
        row.getString("state"),
        row.getString("kind"),
        row.getString("person"),
        Sql.instant(row, "started_at"),
        Sql.instant(row, "ended_at"),
        row.getLong("records"),
        row.getInt("days"),
        row.getInt("differences"),
        row.getString("error"));
  }

  /** Compares what is due, one target after the other; to be called every second or so. */
  public void compareDue() {
    for (TargetConfig target : config.get().targets().values()) {
      Due due = claim(target, false);
      if (due != null) {
        compare(due, null);
      }
    }
  }

  /**
   * Compares a target now, because a person wants it.
   *
   * @throws IllegalArgumentException if its configuration does not say how
   * @throws IllegalStateException if it is being compared
   */
  public Made compareNow(TargetId id, Actor actor) {
    TargetConfig target = config.get().targets().get(id);
    if (target == null || target.reconcile() == null) {
      throw new IllegalArgumentException(
          "Target '%s' has no 'reconcile' in its configuration, so it cannot be asked what it has"
              .formatted(id));
    }
    Due due = claim(target, true);
    if (due == null) {
      throw new IllegalStateException(
          "Target '" + id + "' is being compared already; look at its reconciliations");
    }
    return compare(due, actor);
  }

  /**
   * @param now whether or not it is due
   */
  private @Nullable Due claim(TargetConfig target, boolean now) {
    Reconcile how = target.reconcile();
    if (how == null) {
      return null;
    }
    List<Due> claimed =
        database.inTransaction(
            c -> {
              Due due = claim(c, target, how, now);
              return due == null ? List.of() : List.of(due);
            });
    return claimed.isEmpty() ? null : claimed.get(0);
  }

  private static @Nullable Due claim(
      Connection connection, TargetConfig target, Reconcile how, boolean now) throws SQLException {
    String id = target.id().value();
    Instant time = DatabaseTime.now(connection);
    Sql.update(
        connection,
        "insert into reconcile_state (target, due_at) values (?, ?) on conflict do nothing",
        id,
        next(target, how.every(), how.at(), time));
    // while it is under way nobody may start a second one
    Long token =
        Sql.first(
            connection,
            "select token from reconcile_state where target = ? and (due_at <= ? or (? and not"
                + " busy)) for update skip locked",
            row -> row.getLong("token"),
            id,
            time,
            now);
    if (token == null) {
      return null;
    }
    Sql.update(
        connection,
        "update reconcile_state set token = token + 1, due_at = ?, busy = true where target = ?",
        time.plus(LEASE),
        id);
    return new Due(target, how, token + 1);
  }

  /** When a schedule wants it next: so long after the last, or at a time of the target's day. */
  static Instant next(
      TargetConfig target, @Nullable Duration every, @Nullable LocalTime at, Instant now) {
    if (every != null) {
      return now.plus(every);
    }
    ZonedDateTime here = now.atZone(target.zone());
    ZonedDateTime today = here.with(Objects.requireNonNull(at));
    return (today.isAfter(here) ? today : today.plusDays(1)).toInstant();
  }

  private Made compare(Due due, @Nullable Actor actor) {
    TargetConfig target = due.target();
    long id = database.numbers().next();
    Instant began =
        database.inTransaction(
            c -> {
              Sql.update(
                  c,
                  "insert into reconciliation (id, target, state, kind, person) values (?, ?,"
                      + " 'running', ?, ?)",
                  id,
                  target.id().value(),
                  due.how().digest() ? "digest" : "list",
                  actor == null ? null : actor.name());
              return DatabaseTime.now(c);
            });
    try {
      Comparison.Result result =
          new Comparison(target, due.how(), new Here(database, target), new There(platform, target))
              .run(began);
      end(due, id, result, actor);
    } catch (RuntimeException e) {
      failed(due, id, e);
    }
    return made(target.id(), id + 1, 1).get(0);
  }

  private void end(Due due, long id, Comparison.Result result, @Nullable Actor actor) {
    TargetConfig target = due.target();
    database.execute(
        c -> {
          if (!release(
              c, due, next(target, due.how().every(), due.how().at(), DatabaseTime.now(c)))) {
            return; // another node has taken it over and compares anew
          }
          differences.store(c, id, target.id(), result.found());
          Sql.update(
              c,
              """
              update reconciliation set state = 'complete', ended_at = current_timestamp, records = ?,
                days = ?, differences = ? where id = ?
              """,
              result.records(),
              result.days(),
              result.differences(),
              id);
          Map<String, Object> detail = new LinkedHashMap<>();
          detail.put("reconciliation", id);
          detail.put("records", result.records());
          detail.put("days", result.days());
          detail.put("differences", result.differences());
          audit.append(
              c,
              List.of(
                  new AuditLog.Event(
                      "reconciled",
                      null,
                      "",
                      target.id().value(),
                      actor == null ? Actor.HUB : actor,
                      detail)));
        });
    if (result.differences() > 0) {
      LOG.warn(
          "Target '{}' differs in {} of {} records from what it accepted; look at GET"
              + " differences?target={}",
          target.id(),
          result.differences(),
          result.records(),
          target.id());
      resendByItself(target, due.how(), result.differences());
    }
  }

  /**
   * Only what its configuration allows: many differences at once have one reason, and a person; and
   * what a paused target has may be newer than what a restored hub remembers.
   */
  private void resendByItself(TargetConfig target, Reconcile how, int found) {
    if (how.resend() > 0 && found <= how.resend() && !isPaused(target)) {
      differences.resend(target.id(), List.of(), Actor.HUB);
    }
  }

  private boolean isPaused(TargetConfig target) {
    return database.read(
        c ->
            Sql.first(
                    c,
                    "select 1 from target_state where target = ? and paused",
                    row -> 1,
                    target.id().value())
                != null);
  }

  private void failed(Due due, long id, RuntimeException cause) {
    String error = ForeignText.oneLine(String.valueOf(cause.getMessage()), LONGEST_ERROR);
    LOG.warn(
        "Target '{}' could not be compared: {}. It is tried again in {} min.",
        due.target().id(),
        error,
        AGAIN.toMinutes());
    database.execute(
        c -> {
          release(c, due, DatabaseTime.now(c).plus(AGAIN));
          Sql.update(
              c,
              "update reconciliation set state = 'failed', ended_at = current_timestamp, error = ?"
                  + " where id = ?",
              error,
              id);
        });
  }

  private static boolean release(Connection connection, Due due, Instant next) throws SQLException {
    return Sql.update(
            connection,
            "update reconcile_state set due_at = ?, busy = false where target = ? and token = ?",
            next,
            due.target().id().value(),
            due.token())
        > 0;
  }
}

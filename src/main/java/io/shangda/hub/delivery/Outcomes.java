package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Rows;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores what became of a batch, in one transaction that holds only while the batch's token is the
 * claimed one: outcome and receipt per record, what must go again, the target's health, audit
 * events, and the promotion of what waited.
 */
public final class Outcomes {
  private record Held(int failures, @Nullable Instant failedAt, Instant now) {}

  private final Database database;
  private final AuditLog audit;
  private final Promotion promotion;
  private final TargetHealth health;
  private final Backoff backoff;
  private final SettledRows settledRows;

  Outcomes(
      Database database,
      AuditLog audit,
      Promotion promotion,
      TargetHealth health,
      Backoff backoff) {
    this.database = database;
    this.audit = audit;
    this.promotion = promotion;
    this.health = health;
    this.backoff = backoff;
    this.settledRows = new SettledRows(database.dialect());
  }

  /**
   * Settles a claimed batch.
   *
   * @param requests what was made of it, in order
   * @param readings one per request, in the same order
   * @return false if the lease was lost: another claim holds the batch, nothing was stored, and the
   *     same bytes go out again under the same keys
   */
  public boolean settle(Claimed claimed, List<PushRequest> requests, List<Reading> readings) {
    return database.inTransaction(c -> settle(c, claimed, requests, readings));
  }

  private boolean settle(
      Connection connection, Claimed claimed, List<PushRequest> requests, List<Reading> readings)
      throws SQLException {
    Held held = hold(connection, claimed);
    if (held == null) {
      return false;
    }
    TargetId target = claimed.target().id();
    Verdicts verdicts =
        new Verdicts(
            claimed,
            backoff,
            held.failures(),
            health.acceptedSince(connection, target, held.failedAt()));
    verdicts.read(requests, readings);
    verdicts.untouched(notCarried(connection, claimed, requests));
    settledRows.write(connection, verdicts.settled());
    regroup(connection, claimed, verdicts, held.now());
    List<AuditLog.Event> events = new ArrayList<>();
    verdicts.settled().forEach(s -> events.add(SettledEvents.of(claimed, s)));
    events.addAll(health.record(connection, claimed.target(), verdicts.target(), held.now()));
    events.addAll(promote(connection, claimed.target(), verdicts.settled()));
    audit.append(connection, events);
    return true;
  }

  private static @Nullable Held hold(Connection connection, Claimed claimed) throws SQLException {
    return Sql.first(
        connection,
        "select failures, failed_at, current_timestamp as now_at from batch"
            + " where id = ? and token = ? and sending for update",
        row ->
            new Held(
                row.getInt("failures"),
                Sql.instant(row, "failed_at"),
                Objects.requireNonNull(Sql.instant(row, "now_at"))),
        claimed.batch(),
        claimed.token());
  }

  /** A claim that was limited to a few requests leaves the rest of its batch untouched. */
  private static List<Delivery> notCarried(
      Connection connection, Claimed claimed, List<PushRequest> requests) throws SQLException {
    Set<Long> carried = new HashSet<>();
    requests.forEach(r -> r.deliveries().forEach(d -> carried.add(d.id())));
    List<Delivery> rest = new ArrayList<>();
    for (Delivery delivery : claimed.deliveries()) {
      if (!carried.contains(delivery.id())) {
        rest.add(delivery);
      }
    }
    return rest;
  }

  /**
   * Gives back what must go again. The largest group keeps the batch, so that on the way nothing is
   * rewritten; every other group gets a batch of its own.
   */
  private void regroup(Connection connection, Claimed claimed, Verdicts verdicts, Instant now)
      throws SQLException {
    List<Map.Entry<Verdicts.Again, List<Delivery>>> groups =
        new ArrayList<>(verdicts.again().entrySet());
    int beyond = remaining(connection, claimed.batch()) - claimed.deliveries().size();
    groups.sort((a, b) -> b.getValue().size() - a.getValue().size());
    if (beyond > 0) {
      groups.sort((a, b) -> Boolean.compare(untouched(b, claimed), untouched(a, claimed)));
    }
    if (groups.isEmpty() && beyond <= 0) {
      Sql.update(connection, "delete from batch where id = ?", claimed.batch());
      return;
    }
    boolean first = true;
    if (groups.isEmpty() || (beyond > 0 && !untouched(groups.get(0), claimed))) {
      Verdicts.Again rest = rest(claimed);
      keep(connection, claimed, rest, beyond, now);
      first = false;
    }
    for (Map.Entry<Verdicts.Again, List<Delivery>> group : groups) {
      if (first) {
        keep(
            connection,
            claimed,
            group.getKey(),
            group.getValue().size() + Math.max(beyond, 0),
            now);
        first = false;
      } else {
        move(connection, claimed, group.getKey(), group.getValue(), now);
      }
    }
  }

  private static boolean untouched(
      Map.Entry<Verdicts.Again, List<Delivery>> group, Claimed claimed) {
    return group.getKey().attempt() < claimed.attempt();
  }

  private static Verdicts.Again rest(Claimed claimed) {
    return new Verdicts.Again(
        java.time.Duration.ZERO,
        claimed.attempt() - 1,
        0,
        claimed.reached(),
        claimed.blueprint().request(),
        0,
        "");
  }

  private static int remaining(Connection connection, long batch) throws SQLException {
    Integer records =
        Sql.first(
            connection, "select records from batch where id = ?", r -> r.getInt("records"), batch);
    return records == null ? 0 : records;
  }

  private static void keep(
      Connection connection, Claimed claimed, Verdicts.Again group, int records, Instant now)
      throws SQLException {
    Sql.update(
        connection,
        """
        update batch set due_at = ?, attempt = ?, failures = ?, failed_at = ?, reached = ?, request = ?,
          sending = false, records = ?, last_error = ?
        where id = ?
        """,
        now.plus(group.delay()),
        group.attempt(),
        group.failures(),
        group.why().isEmpty() ? null : now,
        group.reached(),
        group.request(),
        records,
        Texts.cut(group.why(), 2000),
        claimed.batch());
  }

  private void move(
      Connection connection,
      Claimed claimed,
      Verdicts.Again group,
      List<Delivery> deliveries,
      Instant now)
      throws SQLException {
    long batch = database.numbers().next();
    Rows rows =
        new Rows(
            "batch",
            "id",
            "target",
            "due_at",
            "attempt",
            "failures",
            "failed_at",
            "reached",
            "records",
            "request",
            "config",
            "last_error");
    rows.add(
        batch,
        claimed.target().id().value(),
        now.plus(group.delay()),
        group.attempt(),
        group.failures(),
        group.why().isEmpty() ? null : now,
        group.reached(),
        deliveries.size(),
        group.request(),
        configOf(connection, claimed.batch()),
        Texts.cut(group.why(), 2000));
    database.bulk().insert(connection, rows);
    Sql.update(
        connection,
        "update delivery set batch = ? where id = any(?)",
        batch,
        deliveries.stream().map(Delivery::id).toList());
  }

  private static long configOf(Connection connection, long batch) throws SQLException {
    Long config =
        Sql.first(connection, "select config from batch where id = ?", r -> r.getLong(1), batch);
    return Objects.requireNonNull(config, "the batch is held by this transaction");
  }

  private List<AuditLog.Event> promote(
      Connection connection, TargetConfig target, List<Verdicts.Settled> settled)
      throws SQLException {
    if (settled.isEmpty()) {
      return List.of();
    }
    List<Long> records = settled.stream().map(s -> s.delivery().recordId()).toList();
    return promotion.promote(
        connection, target, promotion.waitingFor(connection, target.id(), records));
  }
}

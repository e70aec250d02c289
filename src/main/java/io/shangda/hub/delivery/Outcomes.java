package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Command;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.PushReply;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Sql;
import io.shangda.hub.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Stores what became of a batch, in one transaction that holds only while the batch's token is the
 * claimed one: outcome and receipt per record, what must go again, the target's health, audit
 * events, and the promotion of what waited.
 */
public final class Outcomes {
  /** How settling a batch ended. */
  public enum Settled {
    DONE,

    /** Another batch of the target is due: given back, woken up, or waiting for its turn. */
    MORE_DUE,

    /**
     * Another claim holds the batch: nothing was stored, and the same bytes go out again under the
     * same keys.
     */
    LEASE_LOST
  }

  private final Database database;
  private final AuditLog audit;
  private final Promotion promotion;
  private final TargetHealth health;
  private final Backoff backoff;
  private final Unsettled unsettled;
  private final SettledRows settledRows;
  private final Regroup regroup;
  private final String node;

  /**
   * @param node name of this node, as the evidence of an attempt has it
   */
  Outcomes(
      Database database,
      AuditLog audit,
      Promotion promotion,
      TargetHealth health,
      Backoff backoff,
      String node) {
    this.node = node;
    this.database = database;
    this.audit = audit;
    this.promotion = promotion;
    this.health = health;
    this.backoff = backoff;
    this.unsettled = new Unsettled(database, audit, health, backoff);
    this.settledRows = new SettledRows(database.dialect());
    this.regroup = new Regroup(database);
  }

  /**
   * Settles a claimed batch.
   *
   * @param requests what was made of it, in order
   * @param readings one per request, in the same order
   * @param replies what was read, in the same order; requests that were never sent have none. What
   *     went and came is kept whatever becomes of the batch, also if the lease was lost.
   */
  public Settled settle(
      Claimed claimed,
      List<PushRequest> requests,
      List<Reading> readings,
      List<PushReply> replies) {
    return settle(claimed, requests, readings, replies, List.of());
  }

  /**
   * Settles a claimed batch and obeys what the answers ask for. If that fails, whatever the reason,
   * the batch is an unknown: it is sent again after a wait.
   *
   * @param commands of all answers, in order
   * @throws RuntimeException if not even that could be stored; the lease then ends by itself
   */
  public Settled settle(
      Claimed claimed,
      List<PushRequest> requests,
      List<Reading> readings,
      List<PushReply> replies,
      List<Command> commands) {
    try {
      return store(claimed, requests, readings, replies, commands);
    } catch (StoreException e) {
      return e.rolledBack()
          ? settleAgain(claimed, requests, readings, replies, commands)
          : unsettled(claimed, requests, replies, e);
    } catch (RuntimeException e) {
      return unsettled(claimed, requests, replies, e);
    }
  }

  /** Another transaction was in the way: nothing of this one is kept. */
  private Settled settleAgain(
      Claimed claimed,
      List<PushRequest> requests,
      List<Reading> readings,
      List<PushReply> replies,
      List<Command> commands) {
    try {
      return store(claimed, requests, readings, replies, commands);
    } catch (RuntimeException e) {
      return unsettled(claimed, requests, replies, e);
    }
  }

  private Settled store(
      Claimed claimed,
      List<PushRequest> requests,
      List<Reading> readings,
      List<PushReply> replies,
      List<Command> commands) {
    Attempt attempt = new Attempt(database.numbers().next(), claimed, requests, replies, readings);
    return database.inTransaction(c -> settle(c, claimed, requests, readings, attempt, commands));
  }

  /**
   * Gives back a claimed batch with which the hub could not go on. Its attempt counts, and it waits
   * before it goes out again.
   *
   * @param requests what was made of it; empty if nothing can have left
   * @param replies what is known of the answers, in the same order; what went and came is kept
   */
  public Settled unsettled(
      Claimed claimed, List<PushRequest> requests, List<PushReply> replies, Throwable cause) {
    boolean reached = claimed.reached() || !requests.isEmpty();
    unsettled.giveBack(
        new Unsettled.Failed(
            claimed.target(), claimed.batch(), claimed.token(), claimed.attempt(), reached),
        cause,
        c ->
            new Attempt(database.numbers().next(), claimed, requests, replies, List.of())
                .writeLate(c, audit, node, DatabaseTime.now(c)));
    return Settled.DONE;
  }

  private Settled settle(
      Connection connection,
      Claimed claimed,
      List<PushRequest> requests,
      List<Reading> readings,
      Attempt attempt,
      List<Command> commands)
      throws SQLException {
    Held held = Held.lock(connection, claimed);
    if (held == null) {
      HeldUp.charge(connection, claimed.target(), attempt.took());
      attempt.writeLate(connection, audit, node, DatabaseTime.now(connection));
      return Settled.LEASE_LOST;
    }
    TargetId target = claimed.target().id();
    Verdicts verdicts =
        new Verdicts(
            claimed,
            backoff,
            held.failures(),
            health.acceptedSince(connection, target, held.failedAt()));
    verdicts.read(requests, readings);
    verdicts.untouched(notCarried(claimed, requests));
    Set<Long> purged = held.purged(connection, claimed);
    List<AuditLog.Event> events = AfterPurge.take(connection, claimed, verdicts, purged);
    settledRows.write(connection, verdicts.settled());
    events.addAll(InsertsTurnedUpdates.write(connection, claimed, verdicts.updates()));
    int leftOut = held.records() - (claimed.deliveries().size() - purged.size());
    regroup.write(connection, claimed, held, verdicts.again(), leftOut);
    verdicts.settled().forEach(s -> events.add(SettledEvents.of(claimed, s, attempt)));
    events.addAll(attempt.events());
    events.addAll(Unanswered.alert(claimed, verdicts));
    HeldUp.charge(connection, claimed.target(), attempt.took());
    events.addAll(
        health.record(connection, claimed.target(), verdicts.target(), held.resumes(), held.now()));
    events.addAll(TypeCommands.obey(connection, claimed.target(), commands, "push"));
    events.addAll(promote(connection, claimed.target(), verdicts.settled()));
    attempt.write(connection, audit.append(connection, events), node, held.now(), purged);
    return isMoreDue(connection, target) ? Settled.MORE_DUE : Settled.DONE;
  }

  private static boolean isMoreDue(Connection connection, TargetId target) throws SQLException {
    return Sql.first(
            connection,
            "select id from batch where target = ? and due_at <= current_timestamp limit 1",
            row -> row.getLong("id"),
            target.value())
        != null;
  }

  /** What no request carried goes back untouched. */
  private static List<Delivery> notCarried(Claimed claimed, List<PushRequest> requests) {
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

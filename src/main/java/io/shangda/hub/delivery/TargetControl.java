package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.util.List;

/** What a person can do to a target. */
public class TargetControl {
  private final Database database;
  private final AuditLog audit;

  public TargetControl(Database database, AuditLog audit) {
    this.database = database;
    this.audit = audit;
  }

  /**
   * Stops sending: what is being sent is finished, the next claim on any node finds the pause. A
   * probe that was asked for before is not meant for it.
   */
  public void pause(TargetId target, Actor actor) {
    change(
        target,
        actor,
        "target-paused",
        "update target_state set paused = true, probe = false, pause_reason = ? where target = ?",
        actor.name() + ": " + actor.reason());
  }

  /**
   * Sends again, whatever an attempt is answered that is under way; also ends what the hub paused
   * by itself, and closes the breaker, and what is told of it.
   */
  public void resume(TargetId target, Actor actor) {
    change(
        target,
        actor,
        "target-resumed",
        """
        update target_state set paused = false, probe = false, pause_reason = ?, breaker = 'closed',
          breaker_until = null, wait_until = null, faults = 0, refusals = 0, alerted = false,
          last_error = null, last_error_at = null, resumes = resumes + 1
        where target = ?
        """,
        null);
  }

  /**
   * Ends what a target asked for a record type in an answer: it is sent as configured again.
   *
   * @return false if nothing is in force for it
   */
  public boolean resume(TargetId target, RecordType type, Actor actor) {
    return database.inTransaction(
        c -> {
          List<AuditLog.Event> events = TypeCommands.lift(c, target, type, actor);
          if (!events.isEmpty()) {
            audit.append(c, events);
          }
          return !events.isEmpty();
        });
  }

  /**
   * Makes one due delivery go out at the next claim although the target is paused; sending goes on
   * only after resume.
   *
   * @return false if nothing is due
   */
  public boolean probe(TargetId target, Actor actor) {
    boolean due =
        database.read(
            c ->
                Sql.first(
                        c,
                        "select 1 from batch where target = ? and due_at <= current_timestamp limit"
                            + " 1",
                        row -> 1,
                        target.value())
                    != null);
    if (due) {
      change(
          target,
          actor,
          "target-probed",
          "update target_state set probe = true, pause_reason = coalesce(?, pause_reason) where"
              + " target = ?",
          null);
    }
    return due;
  }

  private void change(
      TargetId target,
      Actor actor,
      String event,
      String sql,
      @org.jspecify.annotations.Nullable String reason) {
    database.execute(
        connection -> {
          Sql.update(
              connection,
              "insert into target_state (target) values (?) on conflict do nothing",
              target.value());
          Sql.update(
              connection,
              sql,
              reason == null ? null : ForeignText.storable(reason, 1000),
              target.value());
          audit.append(connection, List.of(Events.target(event, target, actor, "")));
        });
  }
}

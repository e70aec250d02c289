package io.shangda.hub.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.push.Command;
import io.shangda.hub.push.CommandReader;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Obeys what a target asks for in an answer, and ends it when its time is over or a person says so.
 * Each change is an audit event with what was before and what is after; what changes nothing is
 * none. Whoever changes something holds the target's row, as the claims do.
 */
public final class TypeCommands {
  private static final Logger LOG = LoggerFactory.getLogger(TypeCommands.class);

  private TypeCommands() {}

  /**
   * Obeys, in the transaction that settles the answer; gives the audit events.
   *
   * @param answer what it was an answer to: a push, or a manifest
   */
  static List<AuditLog.Event> obey(
      Connection connection, TargetConfig target, List<Command> commands, String answer)
      throws SQLException {
    if (commands.isEmpty()) {
      return new ArrayList<>();
    }
    lock(connection, target.id());
    Instant now = DatabaseTime.now(connection);
    Obeying obeying =
        new Obeying(connection, target, answer, CommandLimit.read(connection, target.id(), now));
    return obeying.obey(commands, now);
  }

  /** The same for the answer to a manifest. */
  public static List<AuditLog.Event> obeyManifest(
      Connection connection, TargetConfig target, JsonNode answer) throws SQLException {
    return obey(connection, target, CommandReader.read(target, answer), "manifest");
  }

  /** The target's row, which is there before anything is commanded. */
  private static void lock(Connection connection, TargetId target) throws SQLException {
    Sql.update(
        connection,
        "insert into target_state (target) values (?) on conflict do nothing",
        target.value());
    Sql.list(
        connection,
        "select target from target_state where target = ? for update",
        row -> true,
        target.value());
  }

  static TypeCommand inForce(Connection connection, TargetId target, RecordType type, Instant now)
      throws SQLException {
    return TypeCommand.of(connection, target).stream()
        .filter(command -> command.type().equals(type))
        .findFirst()
        .orElse(TypeCommand.none(target, type, now));
  }

  static void write(Connection connection, TypeCommand after, boolean known) throws SQLException {
    Sql.update(
        connection,
        "insert into type_command (target, type) values (?, ?) on conflict do nothing",
        after.target().value(),
        after.type().value());
    Sql.update(
        connection,
        """
        update type_command set rate = ?, rate_until = ?, held = ?, held_until = ?, why = ?,
          lifted_at = case when ? then null else current_timestamp end,
          since_at = case when ? then since_at else current_timestamp end
        where target = ? and type = ?
        """,
        after.rate(),
        after.rateUntil(),
        after.held(),
        after.heldUntil(),
        after.why(),
        after.inForce(),
        known,
        after.target().value(),
        after.type().value());
    if (!after.inForce()) {
      BatchesAside.release(connection, after.target(), after.type());
    }
  }

  /**
   * @param why the target's own words, which stand at the command; of them the event has the hash
   */
  static AuditLog.Event event(
      String event, TypeCommand before, TypeCommand after, Actor actor, String answer, String why) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("type", after.type().value());
    detail.put("before", before.text());
    detail.put("after", after.text());
    if (!answer.isEmpty()) {
      detail.put("answer-to", answer);
    }
    if (!why.isEmpty()) {
      detail.put("why-hash", Hash.sha256(why).text());
    }
    return new AuditLog.Event(event, null, "", after.target().value(), actor, detail);
  }

  /** Ends all that is in force for a type; gives the events, none if nothing was. */
  static List<AuditLog.Event> lift(
      Connection connection, TargetId target, RecordType type, Actor actor) throws SQLException {
    lock(connection, target);
    Instant now = DatabaseTime.now(connection);
    TypeCommand before = inForce(connection, target, type, now);
    if (!before.inForce()) {
      return List.of();
    }
    TypeCommand after = TypeCommand.none(target, type, now);
    write(connection, after, true);
    return List.of(event("type-resumed", before, after, actor, "", ""));
  }

  /** Ends what has lasted as long as was asked for. */
  static List<AuditLog.Event> liftEnded(Connection connection) throws SQLException {
    List<AuditLog.Event> events = new ArrayList<>();
    Instant now = DatabaseTime.now(connection);
    for (TypeCommand command : TypeCommand.all(connection)) {
      if (!command.at(now).equals(command)) {
        lock(connection, command.target());
        TypeCommand before = inForce(connection, command.target(), command.type(), now);
        TypeCommand after = before.at(now);
        if (!after.equals(before)) {
          write(connection, after, true);
          events.add(event("type-resumed", before, after, Actor.HUB, "", ""));
          LOG.info(
              "Target '{}': what it asked for '{}' is over ({}); now {}",
              command.target(),
              command.type(),
              before.text(),
              after.text());
        }
      }
    }
    return events;
  }

  /** Takes the slots of a type's requests, which begin now. */
  static void reserve(Connection connection, TypeCommand command, int requests, Instant now)
      throws SQLException {
    Duration taken = command.slot().multipliedBy(requests);
    Sql.update(
        connection,
        "update type_command set next_send_at = ? where target = ? and type = ?",
        now.plus(taken),
        command.target().value(),
        command.type().value());
  }
}

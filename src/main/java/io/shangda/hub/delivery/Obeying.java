package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.push.Command;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Obeys what one answer, or the answers to one batch, ask for. What they ask of a type one after
 * the other is one change; beyond the {@link CommandLimit} only what stops is obeyed.
 */
final class Obeying {
  private static final Logger LOG = LoggerFactory.getLogger(TypeCommands.class);

  private final Connection connection;
  private final TargetConfig target;
  private final String answer;
  private final CommandLimit limit;
  private final List<AuditLog.Event> events = new ArrayList<>();
  private final List<Command.Refused> refused = new ArrayList<>();
  private int over;

  /** Of a type: how it was, how it is to be, and the words of the last that changed it. */
  private record Change(TypeCommand before, TypeCommand after, String why) {}

  /**
   * @param connection that holds the target's row
   * @param answer what it was an answer to: a push, or a manifest
   */
  Obeying(Connection connection, TargetConfig target, String answer, CommandLimit limit) {
    this.connection = connection;
    this.target = target;
    this.answer = answer;
    this.limit = limit;
  }

  /** Gives the audit events. */
  List<AuditLog.Event> obey(List<Command> commands, Instant now) throws SQLException {
    Map<RecordType, Change> changes = new LinkedHashMap<>();
    Command.PauseAll pause = null;
    for (Command command : commands) {
      if (command instanceof Command.Refused one) {
        refused.add(one);
      } else if (command instanceof Command.PauseAll all) {
        pause = pause == null ? all : pause;
      } else if (command instanceof Command.Rate rate) {
        change(changes, rate.type(), rate, rate.end(), rate.why(), now);
      } else if (command instanceof Command.Pause some) {
        change(changes, some.type(), some, some.end(), some.why(), now);
      } else if (command instanceof Command.Stop stop) {
        change(changes, stop.type(), stop, null, stop.why(), now);
      }
    }
    if (pause != null) {
      pause(pause);
    }
    for (Change change : changes.values()) {
      apply(change);
    }
    refuse();
    flooded();
    limit.write(connection, target.id());
    return events;
  }

  private void change(
      Map<RecordType, Change> changes,
      RecordType type,
      Command command,
      Command.@Nullable End end,
      String why,
      Instant now)
      throws SQLException {
    Instant until = end == null ? null : end.from(now);
    if (until != null && (!until.isAfter(now) || until.isAfter(now.plus(Command.LONGEST)))) {
      refused.add(
          new Command.Refused(
              "until " + until + " for '" + type + "'",
              "that is over already, or more than 31 days from now"));
      return;
    }
    Change known = changes.get(type);
    TypeCommand before =
        known == null ? TypeCommands.inForce(connection, target.id(), type, now) : known.before();
    TypeCommand soFar = known == null ? before : known.after();
    TypeCommand after = soFar.and(command, now);
    if (!after.equals(soFar)) {
      changes.put(type, new Change(before, after, why));
    }
  }

  private void apply(Change change) throws SQLException {
    TypeCommand before = change.before();
    TypeCommand after = change.after();
    if (after.equals(before)) {
      return;
    }
    boolean stops = before.held() == null && after.held() != null;
    if (!limit.take() && !stops) {
      over++;
      return;
    }
    TypeCommands.write(connection, after, before.inForce());
    events.add(TypeCommands.event("type-commanded", before, after, asked(), answer, change.why()));
    LOG.warn(
        "Target '{}' asks by its answer to a {} that '{}' be sent otherwise ({}): {}, before: {}."
            + " Other types go on; nothing is lost; POST targets/{}/resume?type={} ends it.",
        target.id(),
        answer,
        after.type(),
        change.why().isEmpty() ? "no reason given" : change.why(),
        after.text(),
        before.text(),
        target.id(),
        after.type());
  }

  private void pause(Command.PauseAll pause) throws SQLException {
    String why = pause.why().isEmpty() ? asked().reason() : pause.why();
    int changed =
        Sql.update(
            connection,
            "update target_state set paused = true, pause_reason = ? where target = ? and not"
                + " paused",
            ForeignText.storable(asked().name() + ": " + why, 1000),
            target.id().value());
    if (changed > 0) {
      events.add(Events.saidBy("target-paused", target.id(), asked(), pause.why()));
      LOG.warn(
          "Target '{}' is paused, as it asks by its answer to a {}: {}. Nothing is lost; resume it"
              + " when that is settled.",
          target.id(),
          answer,
          why);
    }
  }

  /** Said when it is new: a platform may make the same mistake in every answer. */
  private void refuse() throws SQLException {
    if (refused.isEmpty()) {
      return;
    }
    Command.Refused first = refused.get(0);
    String said =
        ForeignText.oneLine(
            "a command in its answer to a %s is not obeyed: %s: %s%s"
                .formatted(answer, first.why(), first.text(), others()),
            2000);
    if (isKnown(said)) {
      return;
    }
    if (!limit.take()) {
      over++;
      return;
    }
    trouble(said);
    Map<String, Object> detail = new LinkedHashMap<>();
    // the platform's words stand at the target; a sealed event keeps their hash
    detail.put("command-hash", Hash.sha256(first.text()).text());
    detail.put("refused", refused.size());
    detail.put("answer-to", answer);
    events.add(
        new AuditLog.Event("command-refused", null, "", target.id().value(), Actor.HUB, detail));
    LOG.warn(
        "Target '{}': {}. Nothing is changed by it, the rest of the answer counts; tell the"
            + " platform.",
        target.id(),
        said);
  }

  private String others() {
    return refused.size() == 1 ? "" : "; and " + (refused.size() - 1) + " others";
  }

  private void flooded() throws SQLException {
    if (over == 0 || !limit.saysFull()) {
      return;
    }
    String said =
        "more than "
            + CommandLimit.MOST
            + " commands in a minute, of which the rest is not obeyed, but for what stops a type";
    trouble(said);
    Map<String, Object> detail = Map.of("answer-to", answer, "why", said);
    events.add(
        new AuditLog.Event("commands-too-many", null, "", target.id().value(), Actor.HUB, detail));
    LOG.warn("Target '{}' gives {}. Deliveries go on; tell the platform.", target.id(), said);
  }

  /** What was said before is not over while it comes with every answer. */
  private boolean isKnown(String said) throws SQLException {
    return Sql.update(
            connection,
            "update target_state set last_error_at = current_timestamp where target = ? and"
                + " last_error = ?",
            target.id().value(),
            said)
        > 0;
  }

  private void trouble(String said) throws SQLException {
    Sql.update(
        connection,
        "update target_state set last_error = ?, last_error_at = current_timestamp where target ="
            + " ?",
        said,
        target.id().value());
  }

  /** The target, in the hub's words: its own can be erased, what is sealed cannot. */
  private Actor asked() {
    return new Actor("target " + target.id(), "asked for in its answer to a " + answer);
  }
}

package io.shangda.hub.delivery;

import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many commands of a target are obeyed in a minute: {@value #MOST}. A platform that says
 * something else in each of its answers would fill log and evidence, and obeying would come to
 * nothing.
 */
final class CommandLimit {
  static final int MOST = 20;
  private static final Duration SPAN = Duration.ofMinutes(1);

  private record Row(@Nullable Instant since, int commands) {}

  private final Instant since;
  private int commands;

  private CommandLimit(Instant since, int commands) {
    this.since = since;
    this.commands = commands;
  }

  /**
   * @param connection that holds the target's row
   */
  static CommandLimit read(Connection connection, TargetId target, Instant now)
      throws SQLException {
    Row row =
        Objects.requireNonNull(
            Sql.first(
                connection,
                "select commands_since, commands from target_state where target = ?",
                r -> new Row(Sql.instant(r, "commands_since"), r.getInt("commands")),
                target.value()),
            "the target's row is locked");
    Instant began = row.since();
    return began == null || began.plus(SPAN).isBefore(now)
        ? new CommandLimit(now, 0)
        : new CommandLimit(began, row.commands());
  }

  /** Takes room for one; false if there is none. */
  boolean take() {
    if (commands >= MOST) {
      return false;
    }
    commands++;
    return true;
  }

  /** Whether it is to be said that there is no room; once in a span. */
  boolean saysFull() {
    return commands++ == MOST;
  }

  void write(Connection connection, TargetId target) throws SQLException {
    Sql.update(
        connection,
        "update target_state set commands_since = ?, commands = ? where target = ?",
        since,
        commands,
        target.value());
  }
}

package io.shangda.hub.delivery;

import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * The embedded database's clock was set: a lease, a back-off, a {@code Retry-After} and an open
 * breaker last as long as they were to, neither cut short nor longer by what the clock was set; and
 * what waits for its parent has not waited longer for that.
 */
final class ClockSet {
  private ClockSet() {}

  static void mend(Connection connection, Instant before, Duration by) throws SQLException {
    // what was to come; after it was turned back also what has just come
    Instant from = by.isNegative() ? before.plus(by) : before;
    long seconds = by.toSeconds();
    move(connection, "batch", "due_at", seconds, from); // what is set aside stays far away
    move(connection, "target_state", "wait_until", seconds, from);
    move(connection, "target_state", "breaker_until", seconds, from);
    move(connection, "target_state", "next_send_at", seconds, from);
    move(connection, "type_command", "next_send_at", seconds, from);
    move(connection, "type_command", "rate_until", seconds, from);
    move(connection, "type_command", "held_until", seconds, from);
    Sql.update(
        connection,
        "update delivery_wait set since_at = since_at + cast(? as integer) * interval '1' second"
            + " where since_at <= ?",
        seconds,
        before);
    if (by.isNegative()) {
      move(connection, "batch", "failed_at", seconds, from);
      move(connection, "target_state", "accepted_at", seconds, from);
    }
  }

  private static void move(
      Connection connection, String table, String column, long seconds, Instant from)
      throws SQLException {
    Sql.update(
        connection,
        "update %1$s set %2$s = %2$s + cast(? as integer) * interval '1' second where %2$s > ?"
            .formatted(table, column),
        seconds,
        from);
  }
}

package io.shangda.hub.delivery;

import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database's clock was turned back: what was to be over in a moment seems to last for as long
 * as the clock was turned. Times that cannot have been set by this clock are set again. {@code
 * Retry-After} is left alone: it may be as long as the target asked for.
 */
final class TurnedBack {
  private static final Logger LOG = LoggerFactory.getLogger(TurnedBack.class);
  private static final Duration SLACK = Duration.ofSeconds(5);

  /**
   * A lease or an open breaker may be from a configuration that allowed more, and a request of it
   * still in the air.
   */
  private static final Duration EARLIER_LIMITS = Duration.ofMinutes(10);

  private TurnedBack() {}

  static void mend(Connection connection, TargetConfig target) throws SQLException {
    Instant now = DatabaseTime.now(connection);
    String id = target.id().value();
    Duration lease = Claims.lease(target);
    int mended =
        Sql.update(
            connection,
            "update target_state set next_send_at = ? where target = ? and next_send_at > ?",
            now,
            id,
            now.plus(SLACK));
    Duration closed = longer(target.breaker().open(), lease).plus(EARLIER_LIMITS);
    mended +=
        Sql.update(
            connection,
            "update target_state set breaker_until = ? where target = ? and breaker_until > ?",
            now,
            id,
            now.plus(closed));
    mended +=
        Sql.update(
            connection,
            "update batch set due_at = ? where target = ? and sending and due_at > ?",
            now.plus(lease),
            id,
            now.plus(lease).plus(EARLIER_LIMITS));
    mended +=
        Sql.update(
            connection,
            """
            update batch set due_at = cast(? as timestamp with time zone) + (due_at - failed_at), failed_at = ?
            where target = ? and due_at > ? and due_at < ? and not sending and failed_at > ?
            """,
            now,
            now,
            id,
            now, // no batch is due before it failed; only those that wait are looked at
            BatchesAside.NEVER,
            now.plus(SLACK));
    mended +=
        Sql.update(
            connection,
            "update batch set due_at = ? where target = ? and not sending and failed_at is null and due_at > ?"
                + " and due_at < ?",
            now,
            id,
            now.plus(EARLIER_LIMITS),
            BatchesAside.NEVER);
    mended +=
        Sql.update(
            connection,
            "update type_command set next_send_at = ? where target = ? and next_send_at > ?",
            now,
            id,
            now.plus(EARLIER_LIMITS)); // the slowest rate there is takes two minutes for a request
    if (mended > 0) {
      LOG.warn(
          "Target '{}': the database's clock was turned back; leases and waits that would have lasted too long are"
              + " made to end as they should have. Nothing is lost.",
          target.id());
    }
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}

package io.shangda.hub.intake;

import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.source.Schedules;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Due times and leases of sources after the database's clock was set. */
final class DueTimes {
  private static final Logger LOG = LoggerFactory.getLogger(DueTimes.class);

  private final CurrentConfig config;
  private final Duration lease;

  DueTimes(CurrentConfig config, Duration lease) {
    this.config = config;
    this.lease = lease;
  }

  /**
   * The embedded database's clock was set: leases and the waits after a failure last as long as
   * they were to; a schedule by the clock goes by the clock as it is now.
   */
  void clockSet(Connection connection, Instant before, Duration by) throws SQLException {
    long seconds = by.toSeconds();
    if (!by.isNegative()) {
      Sql.update(
          connection,
          """
          update source_state set due_at = due_at + cast(? as integer) * interval '1' second
          where due_at > ? and (node is not null or failures > 0)
          """,
          seconds,
          before);
      return;
    }
    Instant now = before.plus(by);
    Sql.update(
        connection,
        """
        update source_state set due_at = due_at + cast(? as integer) * interval '1' second
        where due_at > ?
        """,
        seconds,
        now);
    Sql.update(
        connection,
        """
        update source_state set last_end_at = last_end_at + cast(? as integer) * interval '1' second
        where last_end_at > ?
        """,
        seconds,
        now);
    for (SourceConfig source : config.get().sources().values()) {
      if (source.schedule().cron() != null) {
        Sql.update(
            connection,
            "update source_state set due_at = ? where source = ? and node is null and failures = 0 and due_at > ?",
            Schedules.next(source, now),
            source.id().value(),
            now);
      }
    }
  }

  /**
   * The database's clock was turned back, perhaps while no hub ran: what was to wait from a moment
   * that is still to come waits from now, as long as it was to.
   */
  void mendTurnedBack(Connection connection) throws SQLException {
    int mended =
        Sql.update(
            connection,
            """
            update source_state set due_at = current_timestamp + (due_at - last_end_at),
              last_end_at = current_timestamp
            where node is null and last_end_at > current_timestamp + interval '5' second
            """);
    mended +=
        Sql.update(
            connection,
            """
            update source_state set due_at = current_timestamp + cast(? as integer) * interval '1' second
            where node is not null
              and due_at > current_timestamp + cast(? as integer) * interval '1' second
            """,
            lease.toSeconds(),
            2 * lease.toSeconds());
    if (mended > 0) {
      LOG.warn(
          "The database's clock was turned back; {} sources that would have waited too long are pulled when they"
              + " should have been. Nothing is lost.",
          mended);
    }
  }
}

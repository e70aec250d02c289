package io.shangda.hub.retention;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.Retention;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does retention's work a slice at a time, each in a transaction of its own that takes the walk's
 * row, does the slice and stores how far it came. So one node at a time works on a walk, what a
 * dead node had begun is rolled back, and whoever comes next goes on from there. A walk that has
 * come to its end begins anew a day later.
 */
public final class Pruning {
  private static final Logger LOG = LoggerFactory.getLogger(Pruning.class);
  private static final Duration BETWEEN_ROUNDS = Duration.ofDays(1);

  private record Position(String part, String reached, long removed) {}

  private final Database database;
  private final CurrentConfig config;
  private final AuditLog audit;
  private final Map<String, Walk> walks =
      List.of(
              new RawPages(),
              new Payloads(),
              new TargetPayloads(),
              new Exchanges(),
              new FinishedDeliveries(),
              new EndedRuns())
          .stream()
          .collect(Collectors.toMap(Walk::part, Function.identity()));

  public Pruning(Database database, CurrentConfig config, AuditLog audit) {
    this.database = database;
    this.config = config;
    this.audit = audit;
  }

  /**
   * Does the next slice, if one is due and no other node is at it. To be called every second or so:
   * the pauses between are what keeps it from being felt.
   *
   * @return false if there was nothing to do
   */
  public boolean slice() {
    Retention retention = config.get().retention();
    List<String> wanted =
        walks.values().stream()
            .filter(walk -> walk.kept(retention) != null)
            .map(Walk::part)
            .sorted()
            .toList();
    return !wanted.isEmpty() && database.inTransaction(c -> slice(c, wanted, retention));
  }

  private boolean slice(Connection connection, List<String> wanted, Retention retention)
      throws SQLException {
    Position position = due(connection, wanted);
    if (position == null) {
      return false;
    }
    Walk walk = Objects.requireNonNull(walks.get(position.part()));
    Duration kept = Objects.requireNonNull(walk.kept(retention));
    Instant now = DatabaseTime.now(connection);
    Walk.Slice slice = walk.slice(connection, position.reached(), now.minus(kept));
    if (slice.reached() == null) {
      end(connection, position, now, kept);
    } else {
      Sql.update(
          connection,
          "update retention_walk set reached = ?, due_at = ?, removed = removed + ?,"
              + " round_removed = round_removed + ? where part = ?",
          slice.reached(),
          now,
          slice.removed(),
          slice.removed(),
          position.part());
    }
    return true;
  }

  private static @Nullable Position due(Connection connection, List<String> wanted)
      throws SQLException {
    for (String part : wanted) {
      Sql.update(
          connection, "insert into retention_walk (part) values (?) on conflict do nothing", part);
    }
    return Sql.first(
        connection,
        """
        select part, reached, round_removed from retention_walk
        where part = any(?) and due_at <= current_timestamp
        order by due_at, part limit 1 for update skip locked
        """,
        row ->
            new Position(
                row.getString("part"), row.getString("reached"), row.getLong("round_removed")),
        wanted);
  }

  private void end(Connection connection, Position position, Instant now, Duration kept)
      throws SQLException {
    Sql.update(
        connection,
        "update retention_walk set reached = '', due_at = ?, round_removed = 0 where part = ?",
        now.plus(BETWEEN_ROUNDS),
        position.part());
    if (position.removed() == 0) {
      return;
    }
    LOG.info(
        "Retention of {} days: {} of '{}' were no longer needed and are gone; hashes and events stay",
        kept.toDays(),
        position.removed(),
        position.part());
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("part", position.part());
    detail.put("removed", position.removed());
    detail.put("kept-days", kept.toDays());
    audit.append(
        connection,
        List.of(new AuditLog.Event("retention-applied", null, "", "", Actor.HUB, detail)));
  }
}

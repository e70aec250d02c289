package io.shangda.hub.delivery;

import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The row of a claimed batch, locked, as long as the claim holds.
 *
 * @param failures definite failures it has had
 * @param failedAt when it failed last; null if it never did
 * @param records deliveries it has now; fewer than were claimed if one was purged meanwhile
 * @param config version of the configuration it was planned under
 * @param resumes how often a person had resumed the target when it was claimed
 * @param now the database's time
 */
record Held(
    int failures, @Nullable Instant failedAt, int records, long config, int resumes, Instant now) {

  /** Locks it; null if the lease was lost. */
  static @Nullable Held lock(Connection connection, Claimed claimed) throws SQLException {
    return Sql.first(
        connection,
        "select failures, failed_at, records, config, resumes, current_timestamp as now_at from"
            + " batch where id = ? and token = ? and sending for update",
        row ->
            new Held(
                row.getInt("failures"),
                Sql.instant(row, "failed_at"),
                row.getInt("records"),
                row.getLong("config"),
                row.getInt("resumes"),
                Objects.requireNonNull(Sql.instant(row, "now_at"))),
        claimed.batch(),
        claimed.token());
  }

  /** Ids of claimed deliveries that were purged since: whatever was answered, they are closed. */
  Set<Long> purged(Connection connection, Claimed claimed) throws SQLException {
    if (records == claimed.records()) {
      return Set.of();
    }
    return new TreeSet<>(
        Sql.list(
            connection,
            "select id from delivery where id = any(?) and state <> 'batched'",
            row -> row.getLong("id"),
            claimed.deliveries().stream().map(Delivery::id).toList()));
  }
}

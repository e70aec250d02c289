package io.shangda.hub.retention;

import io.shangda.hub.config.Retention;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Empties the provincial payloads of record versions, but not of one that is held or rejected and
 * not yet mended, nor of one that a target may still get: it waits, is being sent, or is dead and
 * could be replayed. Versions with their hashes stay.
 */
final class Payloads implements Walk {
  private static final int AT_ONCE = 5000;

  private static final String EMPTY =
      """
      update record_version set payload = null
      where record > ? and record <= ? and payload is not null and state <> 'held' and arrived_at < ?
        and not exists (select 1 from delivery d
          where d.record = record_version.record and d.version = record_version.version
            and d.state in ('waiting', 'batched', 'dead'))
        and not exists (select 1 from finding f
          where f.record = record_version.record and f.version = record_version.version
            and f.severity <> 'warn' and f.resolution in ('open', 'clearing'))
      """;

  @Override
  public String part() {
    return "payloads";
  }

  @Override
  public @Nullable Duration kept(Retention retention) {
    return retention.payloads();
  }

  @Override
  public Slice slice(Connection connection, String after, Instant before) throws SQLException {
    long from = Keys.of(after);
    Long last = Keys.last(connection, "record_version", "record", from, AT_ONCE);
    return last == null
        ? Slice.END
        : new Slice(last.toString(), Sql.update(connection, EMPTY, from, last, before));
  }
}

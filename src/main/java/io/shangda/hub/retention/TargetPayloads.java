package io.shangda.hub.retention;

import io.shangda.hub.config.Retention;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Empties the payloads that were a target's own, of finished deliveries. Not before the provincial
 * one is gone: where a target has none of its own, that one is what would be sent again.
 */
final class TargetPayloads implements Walk {
  private static final int AT_ONCE = 5000;

  private static final String EMPTY =
      """
      update delivery set payload = null
      where id > ? and id <= ? and payload is not null and settled_at < ?
        and state in ('delivered', 'superseded', 'closed', 'withdrawn')
        and not exists (select 1 from record_version v
          where v.record = delivery.record and v.version = delivery.version and v.payload is not null)
      """;

  @Override
  public String part() {
    return "target-payloads";
  }

  @Override
  public @Nullable Duration kept(Retention retention) {
    return retention.payloads();
  }

  @Override
  public Slice slice(Connection connection, String after, Instant before) throws SQLException {
    long from = Keys.of(after);
    Long last = Keys.last(connection, "delivery", "id", from, AT_ONCE);
    return last == null
        ? Slice.END
        : new Slice(last.toString(), Sql.update(connection, EMPTY, from, last, before));
  }
}

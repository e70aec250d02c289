package io.shangda.hub.retention;

import io.shangda.hub.config.Retention;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Empties what was sent and what was answered, as long after the attempt as payloads are kept. Rows
 * stay, and so do the hashes in audit events; what is still to be sent is made anew, not taken from
 * here.
 */
final class Exchanges implements Walk {
  private static final int AT_ONCE = 500;

  private static final String EMPTY =
      """
      update exchange set content = ?, said = null, emptied_at = current_timestamp
      where id > ? and id <= ? and emptied_at is null and at < ?
      """;

  @Override
  public String part() {
    return "exchanges";
  }

  @Override
  public @Nullable Duration kept(Retention retention) {
    return retention.payloads();
  }

  @Override
  public Slice slice(Connection connection, String after, Instant before) throws SQLException {
    long from = Keys.of(after);
    Long last = Keys.last(connection, "exchange", "id", from, AT_ONCE);
    return last == null
        ? Slice.END
        : new Slice(
            last.toString(), Sql.update(connection, EMPTY, new byte[0], from, last, before));
  }
}

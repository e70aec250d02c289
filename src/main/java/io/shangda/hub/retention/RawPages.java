package io.shangda.hub.retention;

import io.shangda.hub.config.Retention;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Empties pages and files as received. One on which a rejection, a hold or something unreadable
 * still hangs is kept: it is what a mended mapping is run on again. Row and hash stay.
 */
final class RawPages implements Walk {
  private static final int AT_ONCE = 500;

  private static final String LAST =
      """
      select hash from (select hash from raw_content where hash > ? order by hash limit ?) s
      order by hash desc limit 1
      """;
  private static final String EMPTY =
      """
      update raw_content set body = ?, emptied_at = current_timestamp
      where hash > ? and hash <= ? and emptied_at is null and received_at < ?
        and not exists (select 1 from finding f
          where f.raw_hash = raw_content.hash and f.severity <> 'warn'
            and f.resolution in ('open', 'clearing'))
      """;

  @Override
  public String part() {
    return "raw";
  }

  @Override
  public @Nullable Duration kept(Retention retention) {
    return retention.raw();
  }

  @Override
  public Slice slice(Connection connection, String after, Instant before) throws SQLException {
    String last = Sql.first(connection, LAST, row -> row.getString("hash"), after, AT_ONCE);
    if (last == null) {
      return Slice.END;
    }
    return new Slice(last, Sql.update(connection, EMPTY, new byte[0], after, last, before));
  }
}

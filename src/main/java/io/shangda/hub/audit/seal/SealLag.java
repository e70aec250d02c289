package io.shangda.hub.audit.seal;

import io.shangda.hub.store.Database;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far sealing is behind.
 *
 * @param leaves that no seal holds yet
 * @param age of the oldest of them; zero if there is none
 */
public record SealLag(long leaves, Duration age) {
  /** From here on a person should look. */
  public static final Duration TOO_LONG = Duration.ofMinutes(1);

  public static SealLag of(Database database) {
    return database.read(
        c -> {
          Instant oldest = oldest(c);
          Instant now = DatabaseTime.now(c);
          boolean behind = oldest != null && oldest.isBefore(now);
          return new SealLag(
              count(c),
              behind ? Duration.between(Objects.requireNonNull(oldest), now) : Duration.ZERO);
        });
  }

  public boolean tooLong() {
    return age.compareTo(TOO_LONG) > 0;
  }

  /** Numbers are given to nodes in blocks, so the smallest need not be the oldest. */
  static @Nullable Instant oldest(Connection connection) throws SQLException {
    return Sql.list(
            connection,
            // each by its key: a join may be planned over all leaves that there are
            "select min(at) as at from (select (select l.at from audit_leaf l where l.id = u.leaf)"
                + " as at from audit_unsealed u) waiting",
            row -> java.util.Optional.ofNullable(Sql.instant(row, "at")))
        .get(0)
        .orElse(null);
  }

  private static long count(Connection connection) throws SQLException {
    return Objects.requireNonNull(
        Sql.first(connection, "select count(*) from audit_unsealed", row -> row.getLong(1)));
  }
}

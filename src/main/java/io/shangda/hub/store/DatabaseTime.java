package io.shangda.hub.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;

/** The one clock that all nodes share: what is due, leased or over is so by this one. */
public final class DatabaseTime {
  private DatabaseTime() {}

  /** When the running transaction began, or a moment after. */
  public static Instant now(Connection connection) throws SQLException {
    return Objects.requireNonNull(
        Sql.first(
            connection,
            "select current_timestamp as now_at",
            row -> Objects.requireNonNull(Sql.instant(row, "now_at"))));
  }
}

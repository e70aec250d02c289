package io.shangda.hub.audit;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * Refuses every change of an evidence table in the embedded database, where a migration names it.
 * The owner of the database can drop it, as he can drop PostgreSQL's; then the seals show what was
 * changed.
 */
public final class InsertOnly implements Trigger {
  private static final String REFUSED = "42501"; // insufficient privilege, as PostgreSQL's says
  private String table = "";

  @Override
  public void init(
      Connection connection,
      String schema,
      String trigger,
      String tableName,
      boolean before,
      int type) {
    table = tableName;
  }

  @Override
  public void fire(
      Connection connection, @Nullable Object[] oldRow, @Nullable Object @Nullable [] newRow)
      throws SQLException {
    throw new SQLException(
        table + " is evidence: rows are added, never changed or deleted", REFUSED);
  }
}

package io.shangda.hub.audit;

import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * Refuses every change of an evidence table in the embedded database, where a migration names it,
 * but lets go what is archived. The owner of the database can drop it, as he can drop PostgreSQL's;
 * then the seals show what was changed.
 */
public final class InsertOnly implements Trigger {
  private static final String REFUSED = "42501"; // insufficient privilege, as PostgreSQL's says
  private static final String ARCHIVED =
      """
      select 1 from audit_archive a join audit_seal_leaf mark on mark.leaf = a.leaf
      where ? between a.first_seal and a.last_seal
      """;
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
    if (newRow == null && archived(connection, oldRow)) {
      return;
    }
    throw new SQLException(
        table + " is evidence: rows are added, never changed or deleted", REFUSED);
  }

  /** Where an archive holds the row's seal, and the event that says so is sealed. */
  private boolean archived(Connection connection, @Nullable Object[] row) throws SQLException {
    Long seal =
        switch (table) {
          case "audit_event" -> sealOf(connection, row[1]);
          case "audit_leaf" -> sealOf(connection, row[0]);
          case "audit_seal" -> (Long) row[0];
          case "audit_seal_leaf" -> (Long) row[1];
          default -> null;
        };
    return seal != null && number(connection, ARCHIVED, seal) != null;
  }

  private static @Nullable Long sealOf(Connection connection, @Nullable Object leaf)
      throws SQLException {
    return number(connection, "select seal from audit_seal_leaf where leaf = ?", leaf);
  }

  private static @Nullable Long number(Connection connection, String sql, @Nullable Object value)
      throws SQLException {
    return Sql.first(connection, sql, found -> found.getLong(1), value);
  }
}

package io.shangda.hub.delivery;

import io.shangda.hub.record.ForeignText;
import io.shangda.hub.store.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes final states: one statement for the batch where the database can join an update to arrays,
 * a batch elsewhere.
 */
final class SettledRows {
  private static final String POSTGRESQL =
      """
      update delivery d set state = u.state, verdict = u.verdict, refused = u.refused, receipt = u.receipt,
        message = u.message, settled_at = current_timestamp
      from unnest(?, ?, ?, ?, ?, ?) as u(id, state, verdict, refused, receipt, message)
      where d.id = u.id
      """;
  private static final String ONE_BY_ONE =
      """
      update delivery set state = ?, verdict = ?, refused = ?, receipt = ?, message = ?,
        settled_at = current_timestamp
      where id = ?
      """;

  private final Dialect dialect;

  SettledRows(Dialect dialect) {
    this.dialect = dialect;
  }

  void write(Connection connection, List<Verdicts.Settled> settled) throws SQLException {
    if (settled.isEmpty()) {
      return;
    }
    if (dialect == Dialect.POSTGRESQL) {
      atOnce(connection, settled);
    } else {
      oneByOne(connection, settled);
    }
    DeadRows.add(connection, settled);
  }

  private static void atOnce(Connection connection, List<Verdicts.Settled> settled)
      throws SQLException {
    int n = settled.size();
    Object[] ids = new Object[n];
    Object[] states = new Object[n];
    Object[] verdicts = new Object[n];
    Object[] refused = new Object[n];
    Object[] receipts = new Object[n];
    Object[] messages = new Object[n];
    for (int i = 0; i < n; i++) {
      Verdicts.Settled one = settled.get(i);
      ids[i] = one.delivery().id();
      states[i] = one.state().word();
      verdicts[i] = verdict(one);
      refused[i] = one.refused();
      receipts[i] = receipt(one);
      messages[i] = message(one);
    }
    try (PreparedStatement statement = connection.prepareStatement(POSTGRESQL)) {
      statement.setArray(1, connection.createArrayOf("bigint", ids));
      statement.setArray(2, connection.createArrayOf("varchar", states));
      statement.setArray(3, connection.createArrayOf("varchar", verdicts));
      statement.setArray(4, connection.createArrayOf("boolean", refused));
      statement.setArray(5, connection.createArrayOf("varchar", receipts));
      statement.setArray(6, connection.createArrayOf("varchar", messages));
      statement.executeUpdate();
    }
  }

  private static void oneByOne(Connection connection, List<Verdicts.Settled> settled)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ONE_BY_ONE)) {
      for (Verdicts.Settled one : settled) {
        statement.setString(1, one.state().word());
        statement.setString(2, verdict(one));
        statement.setBoolean(3, one.refused());
        statement.setString(4, receipt(one));
        statement.setString(5, message(one));
        statement.setLong(6, one.delivery().id());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static String verdict(Verdicts.Settled one) {
    return one.pending() ? "pending" : "none";
  }

  private static @org.jspecify.annotations.Nullable String receipt(Verdicts.Settled one) {
    return one.receipt() == null ? null : ForeignText.storable(one.receipt(), 400);
  }

  private static @org.jspecify.annotations.Nullable String message(Verdicts.Settled one) {
    return one.message().isEmpty() ? null : ForeignText.storable(one.message(), 2000);
  }
}

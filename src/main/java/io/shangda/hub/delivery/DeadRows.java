package io.shangda.hub.delivery;

import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** The rows by which dead letters are found: one for each delivery that is dead, and no other. */
final class DeadRows {
  private DeadRows() {}

  private static final String INSERT =
      """
      insert into dead_letter
        (delivery, record, target, source, type, refused, message, settled_at)
      select d.id, d.record, d.target, r.source, r.type, d.refused, d.message, d.settled_at
      from delivery d join record r on r.id = d.record where d.id = ?
      """;

  /** Of these, those that are dead now. */
  static void add(Connection connection, List<Verdicts.Settled> settled) throws SQLException {
    List<Verdicts.Settled> dead = settled.stream().filter(s -> s.state() == State.DEAD).toList();
    if (dead.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (Verdicts.Settled one : dead) {
        statement.setLong(1, one.delivery().id());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** This one is dead now. */
  static void add(Connection connection, long delivery) throws SQLException {
    Sql.update(connection, INSERT, delivery);
  }

  /** These are dead no longer. */
  static void remove(Connection connection, Collection<Long> deliveries) throws SQLException {
    Sql.update(connection, "delete from dead_letter where delivery = any(?)", deliveries);
  }
}

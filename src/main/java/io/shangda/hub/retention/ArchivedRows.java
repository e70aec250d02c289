package io.shangda.hub.retention;

import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes the rows of archived seals, a few thousand events at a time, from the oldest seal on. The
 * database itself lets only those go whose archive is marked by a sealed event.
 */
final class ArchivedRows {
  private static final int LEAVES = 2_000;
  private static final long EVENTS = 10_000;

  private static final String OLDEST =
      """
      select seal from audit_seal where seal <=
        (select coalesce(max(a.last_seal), 0) from audit_archive a join audit_seal_leaf m on m.leaf = a.leaf)
      order by seal limit 1
      """;

  private record Leaf(long id, long first, long last, long events) {}

  /** Gives how many events and leaves went, and counts a seal as one; 0 if none is left. */
  int remove(Connection connection) throws SQLException {
    Long seal = Sql.first(connection, OLDEST, row -> row.getLong("seal"));
    if (seal == null) {
      return 0;
    }
    List<Leaf> leaves =
        few(
            Sql.list(
                connection,
                """
                select l.id, l.first_event, l.last_event, l.events from audit_seal_leaf s
                join audit_leaf l on l.id = s.leaf where s.seal = ? order by s.place limit ?
                """,
                row ->
                    new Leaf(
                        row.getLong("id"),
                        row.getLong("first_event"),
                        row.getLong("last_event"),
                        row.getLong("events")),
                seal,
                LEAVES));
    if (leaves.isEmpty()) {
      return Sql.update(connection, "delete from audit_seal where seal = ?", seal);
    }
    int removed = events(connection, leaves);
    List<Long> ids = leaves.stream().map(Leaf::id).toList();
    removed += Sql.update(connection, "delete from audit_leaf where id = any(?)", ids);
    Sql.update(connection, "delete from audit_seal_leaf where leaf = any(?)", ids);
    return removed;
  }

  private static List<Leaf> few(List<Leaf> all) {
    long events = 0;
    List<Leaf> few = new ArrayList<>();
    for (Leaf leaf : all) {
      events += leaf.events();
      if (!few.isEmpty() && events > EVENTS) {
        break;
      }
      few.add(leaf);
    }
    return few;
  }

  private static int events(Connection connection, List<Leaf> leaves) throws SQLException {
    int removed = 0;
    try (PreparedStatement statement =
        connection.prepareStatement(
            "delete from audit_event where id between ? and ? and leaf = ?")) {
      for (Leaf leaf : leaves) {
        statement.setLong(1, leaf.first());
        statement.setLong(2, leaf.last());
        statement.setLong(3, leaf.id());
        statement.addBatch();
      }
      for (int count : statement.executeBatch()) {
        removed += Math.max(0, count);
      }
    }
    return removed;
  }
}

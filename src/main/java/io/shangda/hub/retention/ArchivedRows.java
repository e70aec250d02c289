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

  private static final String ARCHIVED =
      """
      select coalesce(max(a.last_seal), 0) as seal
      from audit_archive a join audit_seal_leaf m on m.leaf = a.leaf
      """;
  private static final String NEXT =
      """
      select l.id, l.first_event, l.last_event, l.events from audit_seal_leaf s
      join audit_leaf l on l.id = s.leaf
      where s.seal <= ? order by s.seal, s.place limit ?
      """;
  private static final String EMPTY =
      """
      delete from audit_seal where seal <= ?
        and not exists (select 1 from audit_seal_leaf s where s.seal = audit_seal.seal)
      """;

  private record Leaf(long id, long first, long last, long events) {}

  /** Gives how many events and leaves went; 0 if none is left. */
  int remove(Connection connection) throws SQLException {
    Long last = Sql.first(connection, ARCHIVED, row -> row.getLong("seal"));
    if (last == null || last == 0) {
      return 0;
    }
    List<Leaf> leaves =
        few(
            Sql.list(
                connection,
                NEXT,
                row ->
                    new Leaf(
                        row.getLong("id"),
                        row.getLong("first_event"),
                        row.getLong("last_event"),
                        row.getLong("events")),
                last,
                LEAVES));
    if (leaves.isEmpty()) {
      return 0;
    }
    int removed = events(connection, leaves);
    List<Long> ids = leaves.stream().map(Leaf::id).toList();
    removed += Sql.update(connection, "delete from audit_leaf where id = any(?)", ids);
    Sql.update(connection, "delete from audit_seal_leaf where leaf = any(?)", ids);
    Sql.update(connection, EMPTY, last);
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

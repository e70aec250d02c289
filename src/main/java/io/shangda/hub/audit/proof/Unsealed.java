package io.shangda.hub.audit.proof;

import io.shangda.hub.audit.proof.Damage.Kind;
import io.shangda.hub.audit.proof.Damage.Spot;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Finds what stands beside the chain: leaves that no seal holds and none will, leaves that wait but
 * do not fit their events, and events of no leaf. The hub goes on meanwhile, so what looks wrong is
 * looked at a second time.
 */
final class Unsealed {
  private static final int LEAVES = 5_000;
  private static final int EVENTS = 20_000;

  private static final String FORGOTTEN =
      """
      select l.id from audit_leaf l
      where l.id > ? and l.id <= ?
        and not exists (select 1 from audit_seal_leaf s where s.leaf = l.id)
        and not exists (select 1 from audit_unsealed u where u.leaf = l.id)
      order by l.id
      """;
  private static final String STRAY =
      """
      select e.id, e.leaf from audit_event e
      where e.id > ? and e.id <= ?
        and not exists (
          select 1 from audit_leaf l
          where l.id = e.leaf and e.id between l.first_event and l.last_event)
      order by e.id
      """;

  private final Database database;

  Unsealed(Database database) {
    this.database = database;
  }

  void tell(Consumer<Damage> found) {
    walk("audit_leaf", LEAVES, (from, to) -> forgotten(from, to, found));
    walk("audit_event", EVENTS, (from, to) -> stray(from, to, found));
    waiting(found);
  }

  @FunctionalInterface
  private interface Range {
    void look(long from, long to);
  }

  /** Cuts a table into ranges of its key. */
  private void walk(String table, int rows, Range range) {
    String next =
        "select coalesce(max(id), 0) from (select id from "
            + table
            + " where id > ? order by id limit ?) part";
    long from = Long.MIN_VALUE;
    while (true) {
      long after = from;
      long to = database.read(c -> Sql.list(c, next, row -> row.getLong(1), after, rows).get(0));
      if (to <= from || to == 0) {
        return;
      }
      range.look(from, to);
      from = to;
    }
  }

  private void forgotten(long from, long to, Consumer<Damage> found) {
    for (long leaf : ids(FORGOTTEN, from, to)) {
      if (ids(FORGOTTEN, leaf - 1, leaf).isEmpty()) {
        continue; // sealed between two looks
      }
      found.accept(
          Damage.at(
              Kind.LEAF_UNSEALED,
              new Spot(0, leaf, 0),
              "没有封印包含它，也不在待封存之列。",
              "No seal holds it, and it does not wait for one."));
    }
  }

  private void stray(long from, long to, Consumer<Damage> found) {
    for (long event : ids(STRAY, from, to)) {
      if (ids(STRAY, event - 1, event).isEmpty()) {
        continue; // its leaf was committed between two looks
      }
      found.accept(
          Damage.at(
              Kind.EVENT_ADDED,
              new Spot(0, 0, event),
              "没有叶包含它：后来添加，或其叶被删除。",
              "No leaf holds it: it was added later, or its leaf was deleted."));
    }
  }

  private List<Long> ids(String sql, long from, long to) {
    return database.read(c -> Sql.list(c, sql, row -> row.getLong(1), from, to));
  }

  /** They are few: what was written in the last seconds. */
  private void waiting(Consumer<Damage> found) {
    List<LeafRow> waiting = database.read(Unsealed::waiting);
    for (LeafRow leaf : waiting) {
      LeafCheck check = new LeafCheck(leaf, found);
      database.read(c -> events(c, leaf)).forEach(check::add);
      check.end(Objects.requireNonNull(leaf.content()));
    }
  }

  private static List<LeafRow> waiting(Connection connection) throws SQLException {
    return Sql.list(
        connection,
        """
        select l.id, l.events, l.root, l.marks from audit_unsealed u join audit_leaf l on l.id = u.leaf
        order by l.id limit 10000
        """,
        row ->
            new LeafRow(
                0,
                0,
                row.getLong("id"),
                new LeafRow.Content(
                    row.getInt("events"), row.getString("root"), row.getString("marks"))));
  }

  private static List<EventRow> events(Connection connection, LeafRow leaf) throws SQLException {
    return Sql.list(
        connection,
        """
        select e.* from audit_leaf l
        join audit_event e on e.leaf = l.id and e.id between l.first_event and l.last_event
        where l.id = ? order by e.id
        """,
        row -> {
          String text = row.getString("content");
          return new EventRow(
              0, 0, leaf.leaf(), row.getLong("id"), text, EventColumns.oddity(row, text));
        },
        leaf.leaf());
  }
}

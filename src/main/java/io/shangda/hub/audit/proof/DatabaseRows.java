package io.shangda.hub.audit.proof;

import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads sealed evidence some thousand rows at a time, each time in a transaction of its own. */
final class DatabaseRows {
  private static final int SEALS = 500;
  private static final int LEAVES = 4_000;
  private static final int EVENTS = 10_000;

  private final Database database;
  private final long begin;
  private final long end;

  /**
   * @param begin number of the seal before the first to be read
   * @param end number of the last seal to be read
   */
  DatabaseRows(Database database, long begin, long end) {
    this.database = database;
    this.begin = begin;
    this.end = end;
  }

  Iterator<SealRow> seals() {
    long[] last = {begin};
    return new Chunks<>(
        () -> {
          List<SealRow> some = seals(last[0]);
          some.forEach(seal -> last[0] = seal.number());
          return some.isEmpty() ? Optional.empty() : Optional.of(some);
        });
  }

  private List<SealRow> seals(long after) {
    return database.read(
        c ->
            Sql.list(
                c,
                """
                select seal, content, marks, hash, signature from audit_seal
                where seal > ? and seal <= ? order by seal limit ?
                """,
                row ->
                    new SealRow(
                        row.getLong("seal"),
                        row.getString("content"),
                        row.getString("marks"),
                        row.getString("hash"),
                        row.getString("signature")),
                after,
                end,
                SEALS));
  }

  Iterator<LeafRow> leaves() {
    long[] done = {begin};
    return new Chunks<>(
        () -> {
          if (done[0] >= end) {
            return Optional.empty();
          }
          long to = database.read(c -> upTo(c, done[0]));
          List<LeafRow> some = leaves(done[0], to);
          done[0] = to;
          return Optional.of(some);
        });
  }

  /** The last of as many seals as hold few leaves together, one at least. */
  private long upTo(Connection connection, long after) throws SQLException {
    record Size(long seal, long leaves) {}
    List<Size> sizes =
        Sql.list(
            connection,
            "select seal, leaves from audit_seal where seal > ? and seal <= ? order by seal limit ?",
            row -> new Size(row.getLong("seal"), row.getLong("leaves")),
            after,
            end,
            SEALS);
    long leaves = 0;
    long to = after;
    for (Size size : sizes) {
      leaves += size.leaves();
      if (to > after && leaves > LEAVES) {
        return to;
      }
      to = size.seal();
    }
    return sizes.size() < SEALS ? end : to;
  }

  private List<LeafRow> leaves(long after, long to) {
    return database.read(
        c ->
            Sql.list(
                c,
                """
                select s.seal, s.place, s.leaf, l.events, l.root, l.marks
                from audit_seal_leaf s left join audit_leaf l on l.id = s.leaf
                where s.seal > ? and s.seal <= ? order by s.seal, s.place, s.leaf
                """,
                row ->
                    new LeafRow(
                        row.getLong("seal"),
                        row.getInt("place"),
                        row.getLong("leaf"),
                        content(row)),
                after,
                to));
  }

  private static LeafRow.@Nullable Content content(ResultSet row) throws SQLException {
    String root = row.getString("root");
    return root == null
        ? null
        : new LeafRow.Content(row.getInt("events"), root, row.getString("marks"));
  }

  Iterator<EventRow> events() {
    Peek<LeafRow> leaves = new Peek<>(leaves());
    return new Chunks<>(
        () -> {
          List<Long> some = new ArrayList<>();
          long events = 0;
          for (LeafRow leaf = leaves.look();
              leaf != null && events < EVENTS && some.size() < LEAVES;
              leaf = leaves.look()) {
            some.add(leaves.take().leaf());
            events += leaf.content() == null ? 0 : leaf.content().events();
          }
          return some.isEmpty() ? Optional.empty() : Optional.of(events(some));
        });
  }

  private List<EventRow> events(List<Long> leaves) {
    return database.read(
        c ->
            Sql.list(
                c,
                """
                select s.seal, s.place, e.* from audit_seal_leaf s
                join audit_leaf l on l.id = s.leaf
                join audit_event e on e.leaf = l.id and e.id between l.first_event and l.last_event
                where s.leaf = any(?) and s.seal <= ? order by s.seal, s.place, e.id
                """,
                row -> {
                  String text = row.getString("content");
                  return new EventRow(
                      row.getLong("seal"),
                      row.getInt("place"),
                      row.getLong("leaf"),
                      row.getLong("id"),
                      text,
                      EventColumns.oddity(row, text));
                },
                leaves,
                end));
  }
}

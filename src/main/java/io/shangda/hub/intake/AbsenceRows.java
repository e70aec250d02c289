package io.shangda.hub.intake;

import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known of records that a source no longer lists, and how its withdrawals stand. */
final class AbsenceRows {
  /** Withdrawals go by themselves, some wait for a person, all do. */
  enum Standing {
    FREE("free"),
    ASKS("asks"),
    BRAKE("brake");

    final String word;

    Standing(String word) {
      this.word = word;
    }

    static Standing of(String word) {
      for (Standing standing : values()) {
        if (standing.word.equals(word)) {
          return standing;
        }
      }
      throw new IllegalArgumentException("'" + word + "' is no state of withdrawals");
    }
  }

  /** A record whose grace is over. */
  record Due(long record, String type, int versions, boolean doubtful) {}

  private static final String LISTED_CHILDREN =
      """
      select c.parent, count(distinct c.id) as children from snapshot n
      join snapshot_seen s on s.snapshot = n.id
      join record c on c.id = s.record
      where n.source = ? and n.state = 'newest' and n.type = any(?) and c.parent = any(?)
      group by c.parent
      """;

  private AbsenceRows() {}

  /** Nobody else decides on this source until the transaction ends. */
  static Standing lock(Connection connection, String source) throws SQLException {
    Sql.update(
        connection, "insert into absence_state (source) values (?) on conflict do nothing", source);
    return Objects.requireNonNull(
        Sql.first(
            connection,
            "select state from absence_state where source = ? for update",
            row -> Standing.of(row.getString(1)),
            source));
  }

  static void stand(Connection connection, String source, Standing standing, @Nullable String why)
      throws SQLException {
    Sql.update(
        connection,
        "update absence_state set state = ?, why = ?, since_at = case when state = ? then since_at"
            + " else current_timestamp end where source = ?",
        standing.word,
        why,
        standing.word,
        source);
  }

  static List<Due> due(Connection connection, String source) throws SQLException {
    return Sql.list(
        connection,
        """
        select a.record, a.type, a.doubtful, r.versions from absence a join record r on r.id = a.record
        where a.source = ? and a.state = 'due' order by a.record
        """,
        row ->
            new Due(
                row.getLong("record"),
                row.getString("type"),
                row.getInt("versions"),
                row.getBoolean("doubtful")),
        source);
  }

  /**
   * How many children of these records the newest lists have, by parent; one without is not there.
   *
   * @param types of the children
   */
  static Map<Long, Integer> listedChildren(
      Connection connection, String source, Collection<String> types, Collection<Long> parents)
      throws SQLException {
    Map<Long, Integer> children = new LinkedHashMap<>();
    if (!types.isEmpty() && !parents.isEmpty()) {
      Sql.list(
          connection,
          LISTED_CHILDREN,
          row -> children.put(row.getLong("parent"), row.getInt("children")) == null,
          source,
          types,
          parents);
    }
    return children;
  }

  /** What a list has, and what is missing from it and not yet withdrawn. */
  static long known(Connection connection, String source, String type) throws SQLException {
    return number(
            connection,
            "select coalesce(max(records), 0) from snapshot where source = ? and type = ? and state = 'newest'",
            source,
            type)
        + number(
            connection,
            "select count(*) from absence where source = ? and type = ? and state <> 'withdrawn'",
            source,
            type);
  }

  /** Withdrawn in the last 24 hours without a person. */
  static long goneToday(Connection connection, String source, String type) throws SQLException {
    return number(
        connection,
        """
        select coalesce(sum(records), 0) from absence_run
        where source = ? and type = ? and by_hub and at > current_timestamp - interval '24' hour
        """,
        source,
        type);
  }

  static void release(
      Connection connection, Collection<Long> records, String by, @Nullable String reason)
      throws SQLException {
    if (records.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        "update absence set state = 'released', released_by = ?, reason = ? where record = any(?) and state = 'due'",
        by,
        reason,
        new ArrayList<>(records));
  }

  /**
   * These count as seen by the newest list, so they are missing only if the next lacks them too.
   */
  static void keep(Connection connection, String source, List<Due> kept) throws SQLException {
    List<Long> records = kept.stream().map(Due::record).toList();
    if (records.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        insert into snapshot_seen (snapshot, record)
        select n.id, a.record from absence a
        join snapshot n on n.source = a.source and n.type = a.type and n.state = 'newest'
        where a.source = ? and a.record = any(?)
        """,
        source,
        records);
    Sql.update(
        connection,
        """
        update snapshot set records = (select count(distinct s.record) from snapshot_seen s
          where s.snapshot = snapshot.id)
        where source = ? and state = 'newest'
        """,
        source);
    Sql.update(connection, "delete from absence where record = any(?)", records);
  }

  private static long number(Connection connection, String sql, Object... values)
      throws SQLException {
    return Objects.requireNonNull(Sql.first(connection, sql, row -> row.getLong(1), values));
  }
}

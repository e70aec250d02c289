package io.shangda.hub.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps short what the counts of the ledger are the sum of: folds what was counted since into one
 * row for each count. The database itself counts, by triggers, in the transaction that changes a
 * row; this changes no count.
 */
public final class Tally {
  private static final int AT_ONCE = 10_000;

  /** The counts as they are at this moment: columns part, source, name, state and n. */
  public static final String COUNTS =
      """
      (select part, source, name, state, sum(n) as n from (
          select part, source, name, state, n from tally
          union all
          select part, source, name, state, n from tally_change) counted
        group by part, source, name, state)
      """;

  private record Place(String part, String source, String name, String state) {
    static final Comparator<Place> ORDER =
        Comparator.comparing(Place::part)
            .thenComparing(Place::source)
            .thenComparing(Place::name)
            .thenComparing(Place::state);
  }

  private final Database database;

  public Tally(Database database) {
    this.database = database;
  }

  /**
   * Folds what no other node is folding.
   *
   * @return how many changes there were
   */
  public int fold() {
    int folded = 0;
    int more = AT_ONCE;
    while (more == AT_ONCE) {
      more = database.inTransaction(Tally::fold);
      folded += more;
    }
    return folded;
  }

  private static int fold(Connection connection) throws SQLException {
    // all nodes take the rows of counts in one order, so that none waits for one that waits for it
    Map<Place, Long> counts = new TreeMap<>(Place.ORDER);
    List<Long> changes = new ArrayList<>();
    Sql.list(
        connection,
        "select id, part, source, name, state, n from tally_change order by id limit "
            + AT_ONCE
            + " for update skip locked",
        row -> {
          Place place =
              new Place(
                  row.getString("part"),
                  row.getString("source"),
                  row.getString("name"),
                  row.getString("state"));
          counts.merge(place, row.getLong("n"), Long::sum);
          return changes.add(row.getLong("id"));
        });
    for (Map.Entry<Place, Long> count : counts.entrySet()) {
      if (count.getValue() != 0) {
        add(connection, count.getKey(), count.getValue());
      }
    }
    if (!changes.isEmpty()) {
      Sql.update(connection, "delete from tally_change where id = any(?)", changes);
    }
    return changes.size();
  }

  private static void add(Connection connection, Place place, long n) throws SQLException {
    Object[] key = {place.part(), place.source(), place.name(), place.state()};
    Sql.update(
        connection,
        "insert into tally (part, source, name, state, n) values (?, ?, ?, ?, 0) on conflict do"
            + " nothing",
        key);
    Sql.update(
        connection,
        "update tally set n = n + ? where part = ? and source = ? and name = ? and state = ?",
        n,
        key[0],
        key[1],
        key[2],
        key[3]);
  }
}

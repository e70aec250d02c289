package io.shangda.hub.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows of a table of the embedded database as they change, where a migration names it:
 * what PostgreSQL's triggers do by statement. Columns are taken by their place, which later
 * migrations keep: they only add some behind them.
 */
public final class RowTally implements Trigger {
  private static final String CHANGE =
      "insert into tally_change (part, source, name, state, n) values (?, ?, ?, ?, ?)";
  private static final String OF_RUN =
      "insert into tally_change (part, source, name, state, n)"
          + " select ?, source, ?, ?, ? from pull_run where id = ?";
  private static final String OF_RECORD =
      "insert into tally_change (part, source, name, state, n)"
          + " select 'version', source, type, ?, ? from record where id = ?";

  /** Counters of {@code pull_run}, in the order of its columns. */
  private static final List<String> COUNTERS =
      List.of("pulled", "unreadable", "unchanged", "rejected", "held", "planned");

  private static final int FIRST_COUNTER = 6;

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
      Connection connection,
      @Nullable Object @Nullable [] before,
      @Nullable Object @Nullable [] after)
      throws SQLException {
    switch (table) {
      case "delivery" -> states(connection, before, after, 9);
      case "record_version" -> states(connection, before, after, 3);
      case "pull_run" -> run(connection, before, Objects.requireNonNull(after));
      case "pull_run_target" -> plan(connection, before, Objects.requireNonNull(after));
      default -> throw new SQLException("Nothing is counted of table " + table);
    }
  }

  private void states(
      Connection connection,
      @Nullable Object @Nullable [] before,
      @Nullable Object @Nullable [] after,
      int state)
      throws SQLException {
    if (before != null && after != null && Objects.equals(before[state], after[state])) {
      return;
    }
    if (before != null) {
      state(connection, before, before[state], -1);
    }
    if (after != null) {
      state(connection, after, after[state], 1);
    }
  }

  private void state(Connection connection, @Nullable Object[] row, @Nullable Object state, long n)
      throws SQLException {
    if (table.equals("delivery")) {
      Sql.update(connection, OF_RUN, "delivery", row[3], state, n, row[4]);
    } else {
      Sql.update(connection, OF_RECORD, state, n, row[0]);
    }
  }

  private static void run(
      Connection connection, @Nullable Object @Nullable [] before, @Nullable Object[] after)
      throws SQLException {
    for (int i = 0; i < COUNTERS.size(); i++) {
      long more = difference(before, after, FIRST_COUNTER + i);
      if (more != 0) {
        Sql.update(connection, CHANGE, "run", after[1], "", COUNTERS.get(i), more);
      }
    }
  }

  private static void plan(
      Connection connection, @Nullable Object @Nullable [] before, @Nullable Object[] after)
      throws SQLException {
    long more = difference(before, after, 2);
    if (more != 0) {
      Sql.update(connection, OF_RUN, "plan", after[1], "", more, after[0]);
    }
  }

  private static long difference(
      @Nullable Object @Nullable [] before, @Nullable Object[] after, int column) {
    return number(after[column]) - (before == null ? 0 : number(before[column]));
  }

  private static long number(@Nullable Object value) {
    return ((Number) Objects.requireNonNull(value)).longValue();
  }
}

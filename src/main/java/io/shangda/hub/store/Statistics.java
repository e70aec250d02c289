package io.shangda.hub.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Keeps the planner's picture of the hub's tables true while they grow fast. A database that was
 * empty a moment ago plans a page's lookups as if it still were; its own upkeep looks only once a
 * minute, and until then a lookup costs up to a thousand times what it should.
 *
 * <p>A table is looked at again whenever it has grown to {@value #GROWTH} times the size it had
 * when it was last looked at, so a growing table is looked at a handful of times in its life.
 */
public final class Statistics {
  static final int GROWTH = 4;

  /**
   * Enough to tell a key from a state: 3,000 rows are looked at. The database's own upkeep looks at
   * ten times as many, later and more seldom.
   */
  private static final int SAMPLE = 10;

  /** Smaller tables are read whole in any case; in database pages of 8 KiB. */
  private static final int LEAST_PAGES = 8;

  private static final String GROWN =
      """
      select quote_ident(c.relname) from pg_class c
      where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
        and pg_relation_size(c.oid) / 8192 >= ? * greatest(c.relpages, ?)
      order by c.relname
      """;

  private final Database database;

  public Statistics(Database database) {
    this.database = database;
  }

  /**
   * Has the database look again at the tables that have outgrown its picture of them; gives their
   * names. H2 does so by itself.
   */
  public List<String> refresh() {
    if (database.dialect() != Dialect.POSTGRESQL) {
      return List.of();
    }
    return database.inTransaction(
        connection -> {
          List<String> grown =
              Sql.list(connection, GROWN, row -> row.getString(1), GROWTH, LEAST_PAGES);
          if (!grown.isEmpty()) {
            execute(connection, "set local default_statistics_target = " + SAMPLE);
          }
          for (String table : grown) {
            execute(connection, "analyze " + table);
          }
          return grown;
        });
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

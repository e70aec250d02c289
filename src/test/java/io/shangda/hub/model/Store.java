package io.shangda.hub.model;

import io.shangda.hub.support.Databases;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The database of the runs of one thread: made once, and brought back to its first state for each
 * run, because to make it costs more than a run.
 */
final class Store {
  private static final String BEGIN = "at_begin";
  private static final String BACKUP = "in_backup";

  private final String url =
      "jdbc:h2:mem:"
          + UUID.randomUUID()
          + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1";
  private final Connection connection;
  private final List<Table> tables;
  private long numbers;
  private long serials;

  private record Table(String name, String columns) {}

  Store() {
    try {
      connection = DriverManager.getConnection(url, "sa", "");
      run("create alias model_now for \"" + Time.class.getName() + ".ofDatabase\"");
      for (String line : Databases.migrated()) {
        run(line.replace("CURRENT_TIMESTAMP", Wire.NOW));
      }
      tables = tables();
      for (String schema : List.of(BEGIN, BACKUP)) {
        run("create schema " + schema);
        for (Table table : tables) {
          run(
              "create table %s.%s as select %s from public.%s"
                  .formatted(schema, table.name, table.columns, table.name));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return url;
  }

  /** As it was made. */
  void reset() {
    try {
      run("alter sequence hub_number restart with 1");
      run("alter sequence hub_serial restart with 1");
      bring(BEGIN);
      for (Table table : tables) {
        run("truncate table " + BACKUP + "." + table.name);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void backUp() {
    try {
      numbers = next("hub_number");
      serials = next("hub_serial");
      for (Table table : tables) {
        run("truncate table " + BACKUP + "." + table.name);
        copy(table, "public", BACKUP);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As it was when it was backed up last, its sequence too. */
  void restore() {
    try {
      run("alter sequence hub_number restart with " + numbers);
      run("alter sequence hub_serial restart with " + serials);
      bring(BACKUP);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void bring(String schema) throws SQLException {
    run("set referential_integrity false");
    for (Table table : tables) {
      run("truncate table public." + table.name);
      copy(table, schema, "public");
    }
    run("set referential_integrity true");
  }

  private void copy(Table table, String from, String to) throws SQLException {
    run(
        "insert into %s.%s (%s) overriding system value select %s from %s.%s"
            .formatted(to, table.name, table.columns, table.columns, from, table.name));
  }

  private List<Table> tables() throws SQLException {
    List<Table> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select t.table_name, (select listagg(c.column_name, ', ') within group (order by c.ordinal_position)
                  from information_schema.columns c where c.table_schema = 'public'
                    and c.table_name = t.table_name and c.is_generated = 'NEVER')
                from information_schema.tables t
                where t.table_schema = 'public' and t.table_type = 'BASE TABLE'
                  and t.table_name <> 'flyway_schema_history' order by t.table_name
                """)) {
      while (rows.next()) {
        found.add(new Table(rows.getString(1), rows.getString(2)));
      }
    }
    return found;
  }

  private long next(String sequence) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select base_value from information_schema.sequences where sequence_name = '"
                    + sequence
                    + "'")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

package io.shangda.hub.support;

import io.shangda.hub.store.Database;
import io.shangda.hub.store.Dialect;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Real databases, migrated as the hub migrates them: one PostgreSQL for the whole run, a new
 * database in it per call. One of each kind is migrated; the others are copies of it.
 */
public final class Databases {
  private Databases() {}

  private static final class Postgres {
    private static final String TEMPLATE = "hub_migrated";
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres server =
            EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "200")
                // a machine that stops in the middle of a test takes the test with it
                .setServerConfig("fsync", "off")
                .start();
        execute(server, "create database " + TEMPLATE);
        migrate(server.getDatabase("postgres", TEMPLATE), Dialect.POSTGRESQL);
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    static DataSource copy() {
      String name = "hub_" + UUID.randomUUID().toString().replace("-", "");
      execute(SERVER, "create database " + name + " template " + TEMPLATE);
      return ShortPool.over((PGSimpleDataSource) SERVER.getDatabase("postgres", name));
    }

    private static void execute(EmbeddedPostgres server, String sql) {
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class Embedded {
    /** What makes a migrated one out of an empty one. */
    static final List<String> SCRIPT = script();

    private static List<String> script() {
      DataSource source = empty();
      migrate(source, Dialect.H2);
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("script")) {
        List<String> lines = new ArrayList<>();
        while (rows.next()) {
          String line = rows.getString(1);
          if (!line.startsWith("CREATE USER")) { // every one has its own
            lines.add(line);
          }
        }
        return lines;
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    static DataSource copy() {
      DataSource source = empty();
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement()) {
        for (String line : SCRIPT) {
          statement.execute(line);
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      return source;
    }

    private static DataSource empty() {
      return JdbcConnectionPool.create(
          "jdbc:h2:mem:"
              + UUID.randomUUID()
              + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1",
          "sa",
          "");
    }
  }

  public static Database fresh(Dialect dialect) {
    return fresh(dialect, new Outage());
  }

  /** The statements that make a migrated embedded database out of an empty one. */
  public static List<String> migrated() {
    return Embedded.SCRIPT;
  }

  /** One that can be taken away. */
  public static Database fresh(Dialect dialect, Outage outage) {
    DataSource source = dialect == Dialect.POSTGRESQL ? Postgres.copy() : Embedded.copy();
    return new Database(outage.over(source), dialect);
  }

  /** A PostgreSQL that tells what it is asked. */
  public static Database watched(UnaryOperator<DataSource> over) {
    return new Database(over.apply(Postgres.copy()), Dialect.POSTGRESQL);
  }

  /** One that gives out a single connection: whoever asks for a second one fails. */
  public static Database ofOneConnection(Dialect dialect) {
    DataSource source = dialect == Dialect.POSTGRESQL ? Postgres.copy() : Embedded.copy();
    return new Database(new OnlyConnection(source).source(), dialect);
  }

  private static void migrate(DataSource source, Dialect dialect) {
    Flyway.configure()
        .dataSource(source)
        .locations("db/migration", dialect == Dialect.POSTGRESQL ? "db/postgresql" : "db/h2")
        .placeholders(placeholders(dialect))
        .load()
        .migrate();
  }

  public static Map<String, String> placeholders(Dialect dialect) {
    return dialect == Dialect.POSTGRESQL
        ? Map.of("bytes", "bytea", "text", "text", "room", "with (fillfactor = 45)")
        : Map.of("bytes", "binary large object", "text", "varchar(1000000)", "room", "");
  }
}

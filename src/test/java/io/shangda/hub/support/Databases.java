package io.shangda.hub.support;

import io.shangda.hub.store.Database;
import io.shangda.hub.store.Dialect;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * Real databases, migrated as the hub migrates them: one PostgreSQL for the whole run, a new
 * database in it per call.
 */
public final class Databases {
  private Databases() {}

  private static final class Postgres {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("max_connections", "60").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public static Database fresh(Dialect dialect) {
    return fresh(dialect, new Outage());
  }

  /** One that can be taken away. */
  public static Database fresh(Dialect dialect, Outage outage) {
    DataSource source = outage.over(dialect == Dialect.POSTGRESQL ? postgres() : h2());
    Flyway.configure()
        .dataSource(source)
        .locations("db/migration", dialect == Dialect.POSTGRESQL ? "db/postgresql" : "db/h2")
        .placeholders(placeholders(dialect))
        .load()
        .migrate();
    return new Database(source, dialect);
  }

  public static Map<String, String> placeholders(Dialect dialect) {
    return dialect == Dialect.POSTGRESQL
        ? Map.of("bytes", "bytea", "text", "text", "room", "with (fillfactor = 45)")
        : Map.of("bytes", "binary large object", "text", "varchar(1000000)", "room", "");
  }

  private static DataSource postgres() {
    String name = "hub_" + UUID.randomUUID().toString().replace("-", "");
    try (var connection = Postgres.SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
    return Postgres.SERVER.getDatabase("postgres", name);
  }

  private static DataSource h2() {
    return JdbcConnectionPool.create(
        "jdbc:h2:mem:"
            + UUID.randomUUID()
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1",
        "sa",
        "");
  }
}

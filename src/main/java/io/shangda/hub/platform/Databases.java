package io.shangda.hub.platform;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.quarkus.agroal.DataSource;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.flyway.FlywayDataSource;
import io.shangda.hub.store.DataFolder;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Reopening;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the one database that is switched on, waits for it, and brings its tables up to date. */
@ApplicationScoped
public class Databases {
  private static final Logger LOG = LoggerFactory.getLogger(Databases.class);
  private static final long MEGABYTE = 1_000_000;
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** How often it is said that the database is still away. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final InjectableInstance<AgroalDataSource> embedded;
  private final InjectableInstance<AgroalDataSource> postgresql;
  private final InjectableInstance<Flyway> embeddedFlyway;
  private final InjectableInstance<Flyway> postgresqlFlyway;
  private final boolean isPostgresql;

  Databases(
      @DataSource("embedded") InjectableInstance<AgroalDataSource> embedded,
      @DataSource("postgresql") InjectableInstance<AgroalDataSource> postgresql,
      @FlywayDataSource("embedded") InjectableInstance<Flyway> embeddedFlyway,
      @FlywayDataSource("postgresql") InjectableInstance<Flyway> postgresqlFlyway,
      @ConfigProperty(name = "quarkus.datasource.postgresql.active") boolean isPostgresql) {
    this.embedded = embedded;
    this.postgresql = postgresql;
    this.embeddedFlyway = embeddedFlyway;
    this.postgresqlFlyway = postgresqlFlyway;
    this.isPostgresql = isPostgresql;
  }

  @Produces
  @Singleton
  javax.sql.DataSource dataSource() {
    return isPostgresql ? postgresql.get() : embedded.get();
  }

  @Produces
  @Singleton
  Database database(javax.sql.DataSource source, DataFolder folder, FileSync sync) {
    await(source);
    (isPostgresql ? postgresqlFlyway : embeddedFlyway).get().migrate();
    return isPostgresql
        ? new Database(source, Dialect.POSTGRESQL)
        : sync.of(
            new Database(
                source,
                Dialect.H2,
                new Reopening(source, () -> embedded.get().flush(FlushMode.ALL), folder)));
  }

  @Produces
  @Singleton
  ConnectionPool connectionPool(Database database, HubSettings settings) {
    return new ConnectionPool((isPostgresql ? postgresql : embedded).get(), database, settings);
  }

  @Produces
  @Singleton
  DataFolder dataFolder(HubSettings settings) {
    return isPostgresql
        ? DataFolder.elsewhere()
        : DataFolder.of(Path.of(settings.data()), settings.dataReserve() * MEGABYTE);
  }

  /** A database that is away at start is waited for: the hub has nothing to do without it. */
  private static void await(javax.sql.DataSource source) {
    long nextWord = System.nanoTime();
    while (true) {
      try (Connection connection = source.getConnection()) {
        if (connection.isValid(5)) {
          return;
        }
      } catch (SQLException e) {
        if (System.nanoTime() - nextWord >= 0) {
          nextWord = System.nanoTime() + AGAIN.toNanos();
          LOG.warn(
              "The database does not answer ({}). The start waits for it and goes on by itself.",
              e.getMessage());
        }
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("The start was cut off while it waited for the database");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}

package io.shangda.hub.platform;

import io.shangda.hub.operate.Surroundings.Opening;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Dialect;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.flywaydb.core.Flyway;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcConnectionPool;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens the database that the settings name, for a command, outside the hub. */
final class DatabaseOpening {
  private static final int PATIENCE_SECONDS = 10;
  private static final String EMBEDDED = "quarkus.datasource.embedded.jdbc.url";

  private final Config settings;
  private final boolean postgresql;

  DatabaseOpening(Config settings) {
    this.settings = settings;
    this.postgresql =
        settings
            .getOptionalValue("quarkus.datasource.postgresql.active", Boolean.class)
            .orElse(false);
  }

  /** As it is; never makes one. */
  Opening toRead() {
    return postgresql ? postgresql() : embedded(";IFEXISTS=TRUE;ACCESS_MODE_DATA=r");
  }

  /** Makes it if there is none, and its tables if they are not there. */
  Opening toWrite() {
    Opening opening = postgresql ? postgresql() : embedded("");
    if (opening instanceof Opening.Open open) {
      migrate(open.source());
    }
    return opening;
  }

  private Opening postgresql() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    String url = text("quarkus.datasource.postgresql.jdbc.url");
    source.setUrl(url);
    source.setUser(text("quarkus.datasource.postgresql.username"));
    source.setPassword(text("quarkus.datasource.postgresql.password"));
    source.setConnectTimeout(PATIENCE_SECONDS);
    try {
      source.getConnection().close();
      return new Opening.Open(new Database(source, Dialect.POSTGRESQL), source, () -> {});
    } catch (SQLException e) {
      return new Opening.Away(
          "the database %s does not answer (%s)".formatted(withoutQuery(url), e.getMessage()));
    }
  }

  private Opening embedded(String how) {
    JdbcConnectionPool source =
        JdbcConnectionPool.create(
            text(EMBEDDED) + how,
            text("quarkus.datasource.embedded.username"),
            text("quarkus.datasource.embedded.password"));
    try {
      source.getConnection().close();
      return new Opening.Open(new Database(source, Dialect.H2), source, source::dispose);
    } catch (SQLException e) {
      source.dispose();
      return switch (e.getErrorCode()) {
        case ErrorCode.DATABASE_ALREADY_OPEN_1 ->
            new Opening.Held("a running hub holds the embedded database");
        case ErrorCode.DATABASE_NOT_FOUND_WITH_IF_EXISTS_1 ->
            new Opening.Missing("there is no database yet; no hub has run in this folder");
        default -> new Opening.Away("the embedded database does not open (" + e.getMessage() + ")");
      };
    }
  }

  /**
   * Tables there are already belong to the hub that runs on them: it alone brings them up to date.
   */
  private void migrate(DataSource source) {
    String flywayOf = "quarkus.flyway." + (postgresql ? "postgresql" : "embedded");
    String prefix = flywayOf + ".placeholders.";
    Map<String, String> placeholders = new HashMap<>();
    for (String name : settings.getPropertyNames()) {
      if (name.startsWith(prefix)) {
        placeholders.put(name.substring(prefix.length()), text(name));
      }
    }
    Flyway flyway =
        Flyway.configure(getClass().getClassLoader())
            .dataSource(source)
            .locations(text(flywayOf + ".locations").split(","))
            .placeholders(placeholders)
            .load();
    if (flyway.info().applied().length == 0) {
      flyway.migrate();
    }
  }

  /** An address as a person may read it: passwords stand behind the question mark at most. */
  private static String withoutQuery(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }

  private String text(String name) {
    return settings.getOptionalValue(name, String.class).orElse("");
  }
}

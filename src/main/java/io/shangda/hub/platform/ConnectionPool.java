package io.shangda.hub.platform;

import io.agroal.api.AgroalDataSource;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database connections of this node: as many as can be at work at once, so that no consumer of
 * a target waits for those of another. Fewer only make things wait, for no work needs two.
 */
final class ConnectionPool {
  /** Clocks: relay, sweep, sealing, retention, archiving, reconciling, configuration, claims. */
  static final int CLOCKS = 8;

  /** Requests to the API, the console and the metrics. */
  static final int REQUESTS = 8;

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

  private final AgroalDataSource source;
  private final Database database;
  private final HubSettings settings;

  ConnectionPool(AgroalDataSource source, Database database, HubSettings settings) {
    this.source = source;
    this.database = database;
    this.settings = settings;
  }

  /** Connections that can be in use at once. */
  static int needed(HubConfig config, int pullSlots) {
    int consumers = config.targets().values().stream().mapToInt(TargetConfig::consumers).sum();
    return consumers + pullSlots + CLOCKS + REQUESTS;
  }

  /** Makes it as large as a configuration needs, or as the settings say. */
  void fit(HubConfig config) {
    int needed = needed(config, settings.pull().slots());
    int size = settings.database().connections().orElse(needed);
    if (size == source.getConfiguration().connectionPoolConfiguration().maxSize()) {
      return;
    }
    source.getConfiguration().connectionPoolConfiguration().setMaxSize(size);
    if (size < needed) {
      LOG.warn(
          "Up to {} steps of this node can want a database connection at once ({} targets, {} pull"
              + " slots), and shangda.database.connections allows {}: some will wait for each"
              + " other. Nothing is lost; raise it, or lower 'concurrency' of targets.",
          needed,
          config.targets().size(),
          settings.pull().slots(),
          size);
    }
    if (database.dialect() == Dialect.POSTGRESQL) {
      compareWithServer(size);
    }
  }

  private void compareWithServer(int size) {
    try {
      int allowed = database.read(ConnectionPool::allowed);
      int nodes = allowed / size;
      if (nodes < 2) {
        LOG.warn(
            "This node may take {} database connections, and the server allows {} in all: enough"
                + " for {} node(s). Raise max_connections there, or set"
                + " shangda.database.connections.",
            size,
            allowed,
            nodes);
      } else {
        LOG.info(
            "This node may take {} database connections; the server allows {}, enough for {} nodes",
            size,
            allowed,
            nodes);
      }
    } catch (StoreException e) {
      LOG.debug("How many connections the server allows is not known", e); // it is only a hint
    }
  }

  /** Connections that a PostgreSQL server gives to all its clients together. */
  static Integer allowed(Connection connection) throws SQLException {
    return Objects.requireNonNull(
        Sql.first(
            connection,
            "select current_setting('max_connections')::int"
                + " - current_setting('superuser_reserved_connections')::int",
            row -> row.getInt(1)));
  }
}

package io.shangda.hub.support;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Keeps a test database's connections, of which each costs the server a process. Only the databases
 * asked for last have such a pool; an earlier one opens a connection each time, for it is hardly
 * used any more, and the server has room for so many.
 */
final class ShortPool {
  private static final int POOLS = 4;
  private static final int CONNECTIONS = 30;

  /** As the hub's own connections plan. */
  private static final String PLANS = "set plan_cache_mode = force_custom_plan";

  private static final Deque<AgroalDataSource> OPEN = new ArrayDeque<>();

  private ShortPool() {}

  static DataSource over(PGSimpleDataSource source) {
    AgroalDataSource pool = open(source);
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(isOpen(pool) ? pool : source, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static synchronized boolean isOpen(AgroalDataSource pool) {
    return OPEN.contains(pool);
  }

  private static synchronized AgroalDataSource open(PGSimpleDataSource source) {
    if (OPEN.size() == POOLS) {
      OPEN.removeFirst().close();
    }
    try {
      AgroalDataSource pool = AgroalDataSource.from(configuration(source));
      OPEN.addLast(pool);
      return pool;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AgroalDataSourceConfigurationSupplier configuration(PGSimpleDataSource source) {
    return new AgroalDataSourceConfigurationSupplier()
        .metricsEnabled(false)
        .connectionPoolConfiguration(
            pool ->
                pool.maxSize(CONNECTIONS)
                    .acquisitionTimeout(Duration.ofSeconds(30))
                    .connectionFactoryConfiguration(
                        connections ->
                            connections
                                .jdbcUrl(source.getURL())
                                .initialSql(PLANS)
                                .principal(new NamePrincipal(source.getUser()))));
  }
}

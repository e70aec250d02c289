package io.shangda.hub.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.intake.Pulls;
import io.shangda.hub.operate.ConfigChecks;
import io.shangda.hub.operate.configure.Configurations;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import io.shangda.hub.support.Databases;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.seda.SedaConsumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running hub takes a new configuration over whole, whatever happens meanwhile. */
class FollowConfigurationTest {
  private static final Actor ADMIN = new Actor("admin", "test");

  @Test
  void shouldRepeatEveryStepUntilAllAreDone(@TempDir Path folder) throws Exception {
    Database database = Databases.fresh(Dialect.H2);
    Path config = folder.resolve("config");
    copy(Path.of("config"), config);
    Files.delete(config.resolve("sources/jiangshan-cases.yaml"));
    AuditLog audit = new AuditLog(database, Clock.systemUTC());
    Configurations configurations = new Configurations(database, audit);
    ConfigRows rows = new ConfigRows(database, ConfigChecks.reader(), true);
    rows.apply(config, Path.of("routes"), configurations, ADMIN);
    rows.refresh();
    Pulls pulls = new Pulls(database, rows, audit, "node-1");
    pulls.register();
    try (AgroalDataSource pool = pool();
        DefaultCamelContext camel = camel()) {
      FollowConfiguration follow =
          new FollowConfiguration(
              rows,
              pulls,
              failingOnce(camel, rows),
              new ConnectionPool(pool, database, settings(Map.of())));
      rows.apply(Path.of("config"), Path.of("routes"), configurations, ADMIN); // one source more

      assertThatThrownBy(follow::follow).hasMessage("hiccup");
      assertThat(camel.getRoutes()).isEmpty();
      follow.follow();

      assertThat(sources(database)).contains("jiangshan-cases");
      assertThat(camel.getRoutes()).hasSize(rows.get().targets().size());
    }
  }

  @Test
  void shouldGiveATargetTheConsumersItIsConfiguredToHaveNow() throws Exception {
    CoreWorld.MutableConfig config = new CoreWorld.MutableConfig();
    config.apply(CoreWorld.hub(target(1)));
    try (DefaultCamelContext camel = camel()) {
      TargetRoutes routes = new TargetRoutes(camel, config);
      routes.follow();
      assertThat(consumers(camel)).isEqualTo(1);

      config.apply(CoreWorld.hub(target(4)));
      routes.follow();
      routes.follow();

      assertThat(consumers(camel)).isEqualTo(4);
      assertThat(camel.getRoutes()).hasSize(1);
    }
  }

  @Test
  void shouldHaveAConnectionForEveryStepThatCanBeAtWork() throws Exception {
    HubConfig hub = CoreWorld.hub(target(40));
    Database database = Databases.fresh(Dialect.POSTGRESQL);
    try (AgroalDataSource pool = pool()) {
      new ConnectionPool(pool, database, settings(Map.of())).fit(hub);
      assertThat(size(pool)).isEqualTo(40 + 8 + ConnectionPool.CLOCKS + ConnectionPool.REQUESTS);

      new ConnectionPool(pool, database, settings(Map.of("shangda.database.connections", "12")))
          .fit(hub);
      assertThat(size(pool)).isEqualTo(12);
    }
  }

  private static TargetRoutes failingOnce(DefaultCamelContext camel, ConfigRows rows) {
    AtomicBoolean failed = new AtomicBoolean();
    return new TargetRoutes(camel, rows) {
      @Override
      public synchronized void follow() throws Exception {
        if (failed.compareAndSet(false, true)) {
          throw new IllegalStateException("hiccup");
        }
        super.follow();
      }
    };
  }

  private static io.shangda.hub.config.TargetConfig target(int consumers) {
    return CoreWorld.target(CoreWorld.PROVINCE, 10, 10, o -> o.concurrency(consumers));
  }

  private static int size(AgroalDataSource pool) {
    return pool.getConfiguration().connectionPoolConfiguration().maxSize();
  }

  private static int consumers(DefaultCamelContext camel) {
    SedaConsumer consumer =
        (SedaConsumer) Objects.requireNonNull(camel.getRoute("push-province")).getConsumer();
    return consumer.getEndpoint().getConcurrentConsumers();
  }

  private static DefaultCamelContext camel() throws Exception {
    DefaultCamelContext camel = new DefaultCamelContext();
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            routeTemplate("push-target")
                .templateParameter("target")
                .templateParameter("consumers")
                .from("seda:deliver.{{target}}?concurrentConsumers={{consumers}}")
                .to("seda:done");
          }
        });
    camel.start();
    return camel;
  }

  private static AgroalDataSource pool() throws Exception {
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                pool ->
                    pool.maxSize(5)
                        .connectionFactoryConfiguration(
                            factory -> factory.jdbcUrl("jdbc:h2:mem:pooled"))));
  }

  private static HubSettings settings(Map<String, String> some) {
    return new SmallRyeConfigBuilder()
        .withMapping(HubSettings.class)
        .withDefaultValues(some)
        .build()
        .getConfigMapping(HubSettings.class);
  }

  private static List<String> sources(Database database) {
    return database.read(
        c -> Sql.list(c, "select source from source_state", row -> row.getString(1)));
  }

  private static void copy(Path from, Path to) throws Exception {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Path there = to.resolve(from.relativize(one).toString());
        if (Files.isDirectory(one)) {
          Files.createDirectories(there);
        } else {
          Files.copy(one, there);
        }
      }
    }
  }
}

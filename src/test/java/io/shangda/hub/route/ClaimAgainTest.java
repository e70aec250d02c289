package io.shangda.hub.route;

import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.Screening;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.source.FormatPageReader;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.Sources;
import io.shangda.hub.store.DataFolder;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A slot that becomes free is taken by the next due source; no clock ticks in this test. */
class ClaimAgainTest {
  private static final String A_DAY = "86400000";

  private final DefaultCamelContext camel = new DefaultCamelContext();

  @AfterEach
  void stop() {
    QuickStop.stop(camel);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldClaimWheneverARunEndsWellOrBadly(Dialect dialect) throws Exception {
    CoreWorld world = new CoreWorld(dialect);
    world.config.apply(
        new HubConfig(
            Map.of(
                new SourceId("a"), source("a", "pull-failing"),
                new SourceId("b"), source("b", "pull-empty"),
                new SourceId("c"), source("c", "pull-empty")),
            Map.of(),
            Map.of(),
            new Screening(List.of()),
            new ConfigFiles(new TreeMap<>())));
    for (String id : List.of("a", "b", "c")) {
      world.execute("insert into source_state (source) values ('" + id + "')");
    }
    start(world);

    camel.createProducerTemplate().sendBody("seda:claim-sources?size=1", "");

    Awaitility.await("every source is pulled by the one slot")
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                world.number("select count(distinct source) from pull_run where state <> 'running'")
                    == 3);
  }

  private static SourceConfig source(String id, String connector) {
    SourceConfig like = Sources.of(connector, "{}");
    return new SourceConfig(
        new SourceId(id),
        like.title(),
        like.region(),
        like.publisher(),
        false,
        connector,
        like.options(),
        like.charset(),
        like.zone(),
        new SourceConfig.Schedule(Duration.ofDays(1), null),
        like.maxRecord(),
        List.of());
  }

  private void start(CoreWorld world) throws Exception {
    camel
        .getRegistry()
        .bind(
            "pulling",
            new Pulling(
                world.pulls,
                world.intake,
                new FormatPageReader(),
                world.config,
                Clock.systemUTC(),
                DataFolder.elsewhere(),
                1));
    camel.getRegistry().bind("troubles", new Troubles());
    camel.getRegistry().bind("connectors", new ConnectorRoutes(camel));
    Properties settings = new Properties();
    settings.setProperty("shangda.pull.clock", A_DAY);
    settings.setProperty("shangda.pull.slots", "1");
    camel.getPropertiesComponent().setInitialProperties(settings);
    for (String file : List.of("policies", "intake", "pull")) {
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/" + file + ".camel.yaml"));
    }
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:pull-empty").setBody(constant(null));
            from("direct:pull-failing")
                .errorHandler(noErrorHandler())
                .throwException(new PullFailure(PullFailure.Kind.AWAY, "no answer", null, null));
          }
        });
    camel.start();
  }
}

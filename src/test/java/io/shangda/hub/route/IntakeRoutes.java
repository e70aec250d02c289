package io.shangda.hub.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.schibsted.spt.data.jslt.Function;
import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.check.Checker;
import io.shangda.hub.check.Checkers;
import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.RuleSet;
import io.shangda.hub.config.Screening;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.delivery.Epochs;
import io.shangda.hub.delivery.Outbox;
import io.shangda.hub.intake.Compilers;
import io.shangda.hub.intake.Intake;
import io.shangda.hub.intake.Pulls;
import io.shangda.hub.intake.SourcePlans;
import io.shangda.hub.operate.query.Ledgers;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.screen.Screener;
import io.shangda.hub.screen.Screeners;
import io.shangda.hub.source.DropFolder;
import io.shangda.hub.source.FormatPageReader;
import io.shangda.hub.source.HttpPull;
import io.shangda.hub.source.SourceControl;
import io.shangda.hub.store.DataFolder;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import io.shangda.hub.support.Databases;
import io.shangda.hub.translate.Dates;
import io.shangda.hub.translate.Mapping;
import io.shangda.hub.translate.Mappings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The shipped routes from the clock that claims a source to the transaction that stores a page, on
 * a real database, with the real mapping engine and checkers.
 */
final class IntakeRoutes implements AutoCloseable {
  static final SourceId TOWN = new SourceId("town");
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final String MAPPING =
      """
      {
        "id": string(.id),
        "title": .title,
        "count": if (.count) number(.count),
        "date": if (.date) date(.date, "yyyy-MM-dd"),
        "amount": .amount
      }
      """;
  private static final String SCHEMA =
      """
      {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
       "required": ["id", "title"], "properties": {"title": {"type": "string", "maxLength": 200}}}
      """;

  final Database database;
  final SourceControl control;
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final PullHttpClient client = new PullHttpClient();
  private final Path folder;
  private final CoreWorld.MutableConfig config = new CoreWorld.MutableConfig();
  private final Pulls pulls;
  private final AtomicInteger planted = new AtomicInteger();

  IntakeRoutes(Dialect dialect, Path folder) throws Exception {
    this.folder = folder;
    database = Databases.fresh(dialect);
    config.apply(HubConfig.EMPTY);
    Clock clock = Clock.systemUTC();
    AuditLog audit = new AuditLog(database, clock);
    SourcePlans plans = new SourcePlans(config, new RealStages());
    Outbox outbox = Outbox.create(database, config, audit, clock, Epochs.ONE, "node-1");
    Intake intake = new Intake(database, plans, outbox.planner(), audit, clock);
    pulls = new Pulls(database, config, audit, "node-1");
    control = new SourceControl(database, audit);
    camel
        .getRegistry()
        .bind(
            "pulling",
            new Pulling(
                pulls, intake, new FormatPageReader(), config, clock, DataFolder.elsewhere(), 2));
    start(clock);
  }

  private void start(Clock clock) throws Exception {
    camel
        .getRegistry()
        .bind(
            "pullHttp",
            new PullHttp(new HttpPull(clock, text -> text), io.shangda.hub.config.Proxies.NONE));
    camel.getRegistry().bind("pullHttpClient", client);
    camel.getRegistry().bind("connectors", new ConnectorRoutes(camel));
    camel.getRegistry().bind("pullFiles", new PullFiles(new DropFolder(clock, folder)));
    camel.getRegistry().bind("troubles", new Troubles());
    Properties settings = new Properties();
    settings.setProperty("shangda.pull.clock", "20");
    camel.getPropertiesComponent().setInitialProperties(settings);
    for (String file :
        List.of(
            "policies", "connectors/pull-http-json", "connectors/pull-files", "intake", "pull")) {
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/" + file + ".camel.yaml"));
    }
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:planted").process(exchange -> planted.incrementAndGet());
          }
        });
    camel.disableJMX();
    camel.start();
  }

  /** How often a route was called that no configuration names. */
  int planted() {
    return planted.get();
  }

  /**
   * Configures the one source.
   *
   * @param options of its connector, as YAML
   */
  void source(String connector, String options, @Nullable Charset charset) {
    source(connector, options, charset, null);
  }

  /** The same; what it no longer lists is withdrawn. */
  void source(
      String connector,
      String options,
      @Nullable Charset charset,
      SourceConfig.@Nullable Absence absence) {
    TargetId province = new TargetId("province");
    SourceConfig.SourceType type =
        new SourceConfig.SourceType(
            new RecordType("case-accept"),
            null,
            List.of("/id"),
            null,
            null,
            List.of(),
            null,
            "m.jslt",
            "s.json",
            List.of(),
            true,
            List.of("/title"),
            List.of(province),
            absence);
    SourceConfig source =
        new SourceConfig(
            TOWN,
            "测试来源",
            "330881",
            "113308810026310171",
            false,
            connector,
            yaml(options),
            charset,
            ZONE,
            new SourceConfig.Schedule(null, null),
            1 << 20,
            List.of(type));
    TargetConfig target = CoreWorld.target(province, 500, 100);
    TreeMap<String, byte[]> files = new TreeMap<>();
    files.put("mappings/m.jslt", MAPPING.getBytes(StandardCharsets.UTF_8));
    files.put("schemas/s.json", SCHEMA.getBytes(StandardCharsets.UTF_8));
    config.apply(
        new HubConfig(
            Map.of(TOWN, source),
            Map.of(province, target),
            Map.of(),
            new Screening(List.of()),
            new ConfigFiles(files)));
    pulls.register();
  }

  private static ObjectNode yaml(String options) {
    try {
      return (ObjectNode) new YAMLMapper().readTree(options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One run, as the clock and the routes make it; gives its id. */
  long pull() {
    return pull(
        () ->
            database.execute(
                c -> Sql.update(c, "update source_state set due_at = current_timestamp")));
  }

  /**
   * The run that follows from what makes the source due; gives its id.
   *
   * @param due makes it due once: a source that is made due while it is pulled is taken over
   */
  long pull(Runnable due) {
    long before = number("select coalesce(max(id), 0) from pull_run");
    due.run();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> ended(before) > 0);
    long run = ended(before);
    // no retry comes by itself between a test's steps
    database.execute(
        c ->
            Sql.update(
                c,
                "update source_state set due_at = current_timestamp + interval '10' minute"
                    + " where failures > 0"));
    return run;
  }

  /**
   * One run, claimed by a wish that a run's failure policy has just sent: it carries a copy of what
   * was set in that exchange.
   */
  long pullByWishOf(Map<String, Object> properties) throws Exception {
    camel.getRouteController().stopRoute("keep-and-look");
    return pull(
        () -> {
          database.execute(
              c -> Sql.update(c, "update source_state set due_at = current_timestamp"));
          Exchange wish = new DefaultExchange(camel);
          properties.forEach(wish::setProperty);
          camel.createProducerTemplate().send("seda:claim-sources?size=1", wish);
        });
  }

  private long ended(long before) {
    return number(
        "select coalesce(max(id), 0) from pull_run where id > ? and state <> 'running'", before);
  }

  /** A run's state and counts: {@code complete 3 = 0 + 0 + 1 + 0 + 2}, in P1's order. */
  String run(long run) {
    return database.read(
        c ->
            Objects.requireNonNull(
                Sql.first(
                    c,
                    "select * from pull_run where id = ?",
                    row ->
                        "%s %d = %d + %d + %d + %d + %d"
                            .formatted(
                                row.getString("state"),
                                row.getLong("pulled"),
                                row.getLong("unreadable"),
                                row.getLong("unchanged"),
                                row.getLong("rejected"),
                                row.getLong("held"),
                                row.getLong("planned")),
                    run)));
  }

  /** Pulls once; gives the run's state and counts. */
  String pulled() {
    return run(pull());
  }

  boolean balanced() {
    return new Ledgers(database).whole().balanced();
  }

  String text(String sql) {
    List<String> all = texts(sql);
    return all.isEmpty() ? "" : all.get(0);
  }

  List<String> texts(String sql) {
    return database.read(
        c -> Sql.list(c, sql, row -> Objects.requireNonNullElse(row.getString(1), "")));
  }

  long number(String sql, Object... values) {
    return database.read(
        c -> Objects.requireNonNull(Sql.first(c, sql, row -> row.getLong(1), values)));
  }

  @Override
  public void close() {
    QuickStop.stop(camel);
    client.stop();
  }

  /** The stages as the hub compiles them. */
  private static final class RealStages implements Compilers {
    @Override
    public Mapping mapping(HubConfig hub, SourceConfig source, String path) {
      return new Mappings(hub.files(), Clock.systemUTC())
          .compile(path, source.zone(), source.id().value());
    }

    @Override
    public Checker checker(HubConfig hub, String schema, List<String> rules) {
      List<RuleSet> sets =
          rules.stream().map(name -> hub.rules().get(name)).filter(Objects::nonNull).toList();
      Collection<Function> functions =
          new Mappings(hub.files(), Clock.systemUTC()).ruleFunctions(ZONE, "");
      return new Checkers(hub.files()).compile(schema, sets, functions);
    }

    @Override
    public Screener screener(HubConfig hub) {
      return Screeners.compile(hub.screening());
    }

    @Override
    public @Nullable Instant time(String text, ZoneId zone) {
      return Dates.instant(text, zone);
    }
  }
}

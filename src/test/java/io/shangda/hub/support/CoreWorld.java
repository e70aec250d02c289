package io.shangda.hub.support;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.check.Checker;
import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.Screening;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.delivery.Epochs;
import io.shangda.hub.delivery.Outbox;
import io.shangda.hub.delivery.Outcomes;
import io.shangda.hub.intake.Compilers;
import io.shangda.hub.intake.Content;
import io.shangda.hub.intake.Holds;
import io.shangda.hub.intake.Intake;
import io.shangda.hub.intake.PageOutcome;
import io.shangda.hub.intake.PullClaim;
import io.shangda.hub.intake.Pulls;
import io.shangda.hub.intake.SourcePlans;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.Severity;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.record.Word;
import io.shangda.hub.screen.Screener;
import io.shangda.hub.source.FormatPageReader;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.store.Tally;
import io.shangda.hub.translate.Mapping;
import io.shangda.hub.translate.Translation;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Intake and outbox on a real database, with a source whose records say themselves what is wrong
 * with them: a field whose name begins with {@code reject} or {@code hold} becomes a finding of the
 * rule {@code test/<field>}, or, if its value begins with {@code secret}, a secret mark. What a
 * target answers, the test says.
 */
public final class CoreWorld {
  public static final SourceId SOURCE = new SourceId("town");
  public static final TargetId PROVINCE = new TargetId("province");
  public static final RecordType CASE = new RecordType("case-accept");
  public static final RecordType STEP = new RecordType("case-process");
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final ObjectMapper JSON = new ObjectMapper();

  public final Database database;
  public Outbox outbox;
  public final SourcePlans plans;
  public final Intake intake;
  public final Pulls pulls;
  public final Holds holds;
  public final Content content;
  public final MutableConfig config;
  private final SelfDescribing compilers = new SelfDescribing();
  private Outcomes.@Nullable Settled settled;

  /** A configuration a test can change, as a person applies a new one. */
  public static final class MutableConfig implements CurrentConfig {
    private final TreeMap<Long, HubConfig> versions = new TreeMap<>();

    public void apply(HubConfig config) {
      versions.put(versions.isEmpty() ? 1L : versions.lastKey() + 1, config);
    }

    @Override
    public long version() {
      return versions.lastKey();
    }

    @Override
    public HubConfig get() {
      return versions.lastEntry().getValue();
    }

    @Override
    public HubConfig at(long version) {
      HubConfig config = versions.get(version);
      if (config == null) {
        throw new IllegalArgumentException("no configuration " + version);
      }
      return config;
    }
  }

  public CoreWorld(Dialect dialect, TargetConfig... targets) {
    this(dialect, Clock.systemUTC(), targets);
  }

  /**
   * @param clock the node's own; the database has another
   */
  public CoreWorld(Dialect dialect, Clock clock, TargetConfig... targets) {
    this(Databases.fresh(dialect), clock, targets);
  }

  public CoreWorld(Database database, Clock clock, TargetConfig... targets) {
    this.database = database;
    config = new MutableConfig();
    config.apply(hub(targets.length == 0 ? new TargetConfig[] {target(PROVINCE, 10, 1)} : targets));
    AuditLog audit = new AuditLog(database, clock);
    outbox = Outbox.create(database, config, audit, clock, Epochs.ONE, "node-1");
    plans = new SourcePlans(config, compilers);
    intake = new Intake(database, plans, outbox.planner(), audit, clock);
    pulls = new Pulls(database, config, audit, "node-1");
    holds = new Holds(database, plans, outbox.planner(), audit, clock);
    content = new Content(database, plans, new FormatPageReader(), intake, audit);
    pulls.register();
  }

  /** From now on every record is mapped to something else than before. */
  public void changeMapping() {
    compilers.mapping++;
  }

  /** The database is what a backup held; a person says so, and the node is started again. */
  public void restored() {
    database.execute(c -> Epochs.raise(c, database));
    restarted();
  }

  /** The node is started again. */
  public void restarted() {
    Clock clock = Clock.systemUTC();
    outbox =
        Outbox.create(
            database,
            config,
            new AuditLog(database, clock),
            clock,
            database.read(Epochs::read),
            "node-1");
  }

  public static HubConfig hub(TargetConfig... targets) {
    Map<TargetId, TargetConfig> byId = new LinkedHashMap<>();
    for (TargetConfig target : targets) {
      byId.put(target.id(), target);
    }
    SourceConfig source = source(List.copyOf(byId.keySet()), false);
    return new HubConfig(
        Map.of(source.id(), source),
        byId,
        Map.of(),
        new Screening(List.of()),
        new ConfigFiles(new TreeMap<>()));
  }

  /** The same, but a record of type {@link #STEP} may have no parent. */
  public static HubConfig withOptionalParent(HubConfig hub) {
    SourceConfig source = source(List.copyOf(hub.targets().keySet()), true);
    return new HubConfig(
        Map.of(source.id(), source), hub.targets(), hub.rules(), hub.screening(), hub.files());
  }

  /** The same, but what its list lacks of type {@link #CASE} is withdrawn; null: nothing is. */
  public static HubConfig withAbsence(HubConfig hub, SourceConfig.@Nullable Absence absence) {
    SourceConfig town = Objects.requireNonNull(hub.sources().get(SOURCE));
    SourceConfig source =
        new SourceConfig(
            town.id(),
            town.title(),
            town.region(),
            town.publisher(),
            town.sandbox(),
            town.connector(),
            town.options(),
            town.charset(),
            town.zone(),
            town.schedule(),
            town.maxRecord(),
            town.types().stream().map(type -> with(type, absence)).toList());
    return new HubConfig(
        Map.of(source.id(), source), hub.targets(), hub.rules(), hub.screening(), hub.files());
  }

  private static SourceConfig.SourceType with(
      SourceConfig.SourceType type, SourceConfig.@Nullable Absence absence) {
    return new SourceConfig.SourceType(
        type.type(),
        type.when(),
        type.key(),
        type.versionTime(),
        type.deleted(),
        type.ignore(),
        type.parent(),
        type.mapping(),
        type.schema(),
        type.rules(),
        type.personalData(),
        type.search(),
        type.targets(),
        type.type().equals(CASE) ? absence : null);
  }

  private static SourceConfig source(List<TargetId> targets, boolean orphans) {
    SourceConfig.Parent parent = new SourceConfig.Parent(CASE, List.of("/of"), orphans);
    return new SourceConfig(
        SOURCE,
        "测试来源",
        "330881",
        "113308810026310171",
        false,
        "pull-test",
        JsonNodeFactory.instance.objectNode().put("format", "json-lines"),
        StandardCharsets.UTF_8,
        ZONE,
        new SourceConfig.Schedule(Duration.ofMillis(1), null),
        1_000_000,
        List.of(type(CASE, "case", null, targets), type(STEP, "step", parent, targets)));
  }

  private static SourceConfig.SourceType type(
      RecordType type, String kind, SourceConfig.@Nullable Parent parent, List<TargetId> targets) {
    return new SourceConfig.SourceType(
        type,
        new SourceConfig.Sign("/kind", List.of(kind)),
        List.of("/id"),
        "/at",
        new SourceConfig.Sign("/deleted", List.of("true")),
        List.of("/visits"),
        parent,
        "m.jslt",
        "s.json",
        List.of(),
        false,
        List.of("/id"),
        targets);
  }

  /** A target that retries at once, so that a test need not wait. */
  public static TargetConfig target(TargetId id, int records, int request) {
    return target(id, records, request, options -> options);
  }

  /**
   * The same with a mapping.
   *
   * @param mapping the target's own; one whose name begins with {@code refusing} rejects every
   *     record
   */
  public static TargetConfig target(TargetId id, int records, int request, String mapping) {
    return target(id, records, request, options -> options.mapping(mapping));
  }

  /** The same with what a test wants otherwise. */
  public static TargetConfig target(
      TargetId id, int records, int request, UnaryOperator<Options> change) {
    Options options = change.apply(new Options());
    TargetConfig.TargetType type =
        new TargetConfig.TargetType(
            options.mapping, null, "1", "", "9120500${date}${serial:7}", Map.of());
    return new TargetConfig(
        id,
        "省平台",
        false,
        "push-test",
        JsonNodeFactory.instance.objectNode(),
        Map.of(CASE, type, STEP, type),
        new TargetConfig.Batch(records, request),
        options.concurrency,
        options.rate,
        options.retry,
        new TargetConfig.Breaker(5, 20, Duration.ofMinutes(1)),
        options.windows,
        options.zone,
        Duration.ofSeconds(5),
        Duration.ofHours(1),
        new TargetConfig.Envelope("json", null),
        new TargetConfig.ReplyRule("json", null, null, null, null, null, List.of()));
  }

  /** What a test may want otherwise of a target. */
  public static final class Options {
    private @Nullable String mapping;
    private int concurrency = 1;
    private @Nullable Integer rate;
    private List<TargetConfig.Window> windows = List.of();
    private ZoneId zone = ZONE;
    private TargetConfig.Retry retry =
        new TargetConfig.Retry(Duration.ofMillis(1), Duration.ofMillis(2), 3);

    private Options() {}

    public Options mapping(String other) {
      mapping = other;
      return this;
    }

    public Options concurrency(int requests) {
      concurrency = requests;
      return this;
    }

    public Options rate(@Nullable Integer perSecond) {
      rate = perSecond;
      return this;
    }

    public Options windows(List<TargetConfig.Window> other) {
      windows = other;
      return this;
    }

    public Options zone(ZoneId other) {
      zone = other;
      return this;
    }

    public Options retry(Duration first, Duration max, int attempts) {
      retry = new TargetConfig.Retry(first, max, attempts);
      return this;
    }
  }

  /** The outbox of another node on the same database. */
  public Outbox node(String name) {
    Clock clock = Clock.systemUTC();
    return Outbox.create(database, config, new AuditLog(database, clock), clock, Epochs.ONE, name);
  }

  // ---- below

  public static String record(String id, String... fields) {
    return record("case", id, fields);
  }

  public static String step(String id, String of, String... fields) {
    String[] all = new String[fields.length + 2];
    all[0] = "of";
    all[1] = of;
    System.arraycopy(fields, 0, all, 2, fields.length);
    return record("step", id, all);
  }

  private static String record(String kind, String id, String... fields) {
    ObjectNode node = JSON.createObjectNode();
    node.put("kind", kind).put("id", id);
    for (int i = 0; i < fields.length; i += 2) {
      node.put(fields[i], fields[i + 1]);
    }
    return node.toString();
  }

  /** Pulls one page with these records; a text that is no JSON object is unreadable. */
  public PageOutcome pull(String... records) {
    PullClaim claim = claim();
    PageOutcome outcome = intake.takeIn(claim, page(null, records));
    pulls.complete(claim);
    return outcome;
  }

  public PullClaim claim() {
    return org.awaitility.Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> pulls.claim(1), claims -> !claims.isEmpty())
        .get(0);
  }

  public static Page page(@Nullable String cursor, String... records) {
    byte[] bytes = String.join("\n", records).getBytes(StandardCharsets.UTF_8);
    RawPage raw = new RawPage(bytes, "application/json", "http://town.test/cases", Instant.now());
    return new Page(raw, decode(raw), cursor, true);
  }

  private static List<RawRecord> decode(RawPage raw) {
    List<RawRecord> records = new ArrayList<>();
    for (String line : new String(raw.content(), StandardCharsets.UTF_8).split("\n")) {
      String place = "line " + (records.size() + 1);
      try {
        records.add(new RawRecord.Readable(place, (ObjectNode) JSON.readTree(line)));
      } catch (Exception e) {
        records.add(new RawRecord.Unreadable(place, "json", "无法解析", "cannot be parsed"));
      }
    }
    return records;
  }

  // ---- above

  /** What a test says about one delivery. */
  @FunctionalInterface
  public interface Answer {
    Reading.Result to(Delivery delivery);
  }

  public static Reading.Result said(Word word) {
    return new Reading.Result(word, word == Word.ACCEPTED ? "R-1" : null, "");
  }

  /** It refuses the record, in its own words. */
  public static Reading.Result refused(String text) {
    return new Reading.Result(Word.REJECTED, null, text);
  }

  public @Nullable Claimed claimBatch() {
    return outbox.claims().claim(PROVINCE);
  }

  /** Claims the next due batch, waiting for it if it is due in a moment. */
  public Claimed claimed() {
    return java.util.Objects.requireNonNull(
        org.awaitility.Awaitility.await()
            .pollInterval(Duration.ofMillis(5))
            .until(this::claimBatch, c -> c != null));
  }

  /** The requests of a batch, cut as the batch says. */
  public static List<PushRequest> requests(Claimed claimed) {
    List<PushRequest> requests = new ArrayList<>();
    int size = claimed.blueprint().request();
    List<Delivery> all = claimed.deliveries();
    for (int i = 0; i < all.size(); i += size) {
      List<Delivery> some = all.subList(i, Math.min(all.size(), i + size));
      List<String> keys = some.stream().map(d -> d.key().text()).toList();
      requests.add(new PushRequest("", Map.of(), new byte[0], some, keys));
    }
    return requests;
  }

  public boolean settle(Claimed claimed, Answer answer) {
    List<PushRequest> requests = requests(claimed);
    List<Reading> readings = new ArrayList<>();
    for (PushRequest request : requests) {
      readings.add(new Reading.Results(request.deliveries().stream().map(answer::to).toList()));
    }
    return settle(claimed, requests, readings);
  }

  public boolean settleAll(Claimed claimed, Reading reading) {
    List<PushRequest> requests = requests(claimed);
    return settle(claimed, requests, java.util.Collections.nCopies(requests.size(), reading));
  }

  private boolean settle(Claimed claimed, List<PushRequest> requests, List<Reading> readings) {
    settled = outbox.outcomes().settle(claimed, requests, readings, List.of());
    return settled != Outcomes.Settled.LEASE_LOST;
  }

  /** How settling a batch ended the last time. */
  public Outcomes.Settled settled() {
    return Objects.requireNonNull(settled, "nothing was settled yet");
  }

  /** Sends everything that is due until nothing is, every record answered alike. */
  public List<Delivery> sendAll(Answer answer) {
    List<Delivery> sent = new ArrayList<>();
    for (Claimed claimed = next(); claimed != null; claimed = next()) {
      sent.addAll(claimed.deliveries());
      settle(claimed, answer);
    }
    return sent;
  }

  /** What is due, or null; a retry's back-off of a millisecond or two is waited for. */
  private @Nullable Claimed next() {
    Claimed claimed = claimBatch();
    if (claimed == null
        && number(
                "select count(*) from batch where not sending"
                    + " and due_at < current_timestamp + interval '1' second")
            > 0) {
      long soon = System.nanoTime() + Duration.ofMillis(50).toNanos();
      while (claimed == null && System.nanoTime() < soon) {
        claimed = claimBatch();
      }
      return claimed == null ? claimBatch() : claimed;
    }
    return claimed;
  }

  /** Sends everything that is due; what the function gives null for is accepted. */
  public void sendUnless(java.util.function.Function<Claimed, @Nullable Reading> fate) {
    for (Claimed claimed = next(); claimed != null; claimed = next()) {
      Reading reading = fate.apply(claimed);
      if (reading == null) {
        settle(claimed, d -> said(Word.ACCEPTED));
      } else {
        settleAll(claimed, reading);
      }
    }
  }

  /** The lease of everything under way is over. */
  public void lapse() {
    execute("update batch set due_at = current_timestamp - interval '1' second");
  }

  /** A person resumes: breaker and waiting are forgotten. */
  public void reopenBreaker() {
    execute("update target_state set breaker = 'closed', breaker_until = null, wait_until = null");
  }

  public void execute(String sql) {
    database.execute(c -> Sql.update(c, sql));
  }

  public List<Delivery> acceptAll() {
    return sendAll(d -> said(Word.ACCEPTED));
  }

  // ---- looking

  /** States of a record's deliveries by version: {@code 1:delivered 2:waiting}. */
  public String states(String key) {
    List<String> states =
        database.read(
            c ->
                Sql.list(
                    c,
                    "select d.version, d.state from delivery d join record r on r.id = d.record"
                        + " where r.source_key = ? order by d.version, d.id",
                    row -> row.getInt(1) + ":" + row.getString(2),
                    key));
    return String.join(" ", states);
  }

  public long number(String sql, Object... values) {
    Long found = database.read(c -> Sql.first(c, sql, row -> row.getLong(1), values));
    return found == null ? 0 : found;
  }

  public long id(String key) {
    return number("select id from record where source_key = ?", key);
  }

  /** State of a record's newest version: {@code held 2} is version 2, held. */
  public String newest(String key) {
    return java.util.Objects.requireNonNull(
        database.read(
            c ->
                Sql.first(
                    c,
                    "select r.state, r.version, v.state as version_state from record r"
                        + " join record_version v on v.record = r.id and v.version = r.version"
                        + " where r.source_key = ?",
                    row ->
                        row.getString("state").equals(row.getString("version_state"))
                            ? row.getString("state") + " " + row.getInt("version")
                            : "record and version differ",
                    key)));
  }

  /** Counts of a run: {@code pulled 3 = 0 + 0 + 1 + 1 + 1}, in P1's order. */
  public String counts(long run) {
    return java.util.Objects.requireNonNull(
        database.read(
            c ->
                Sql.first(
                    c,
                    "select * from pull_run where id = ?",
                    row ->
                        "pulled %d = %d + %d + %d + %d + %d"
                            .formatted(
                                row.getLong("pulled"),
                                row.getLong("unreadable"),
                                row.getLong("unchanged"),
                                row.getLong("rejected"),
                                row.getLong("held"),
                                row.getLong("planned")),
                    run)));
  }

  public long lastRun() {
    return number("select max(id) from pull_run");
  }

  /** Audit events about a record, oldest first: {@code event by actor: reason}. */
  public List<String> events(String key) {
    long id = id(key);
    return database.read(
        c ->
            Sql.list(
                c,
                "select event, content from audit_event where record = ? order by id",
                row -> event(row.getString("event"), row.getString("content")),
                id));
  }

  private static String event(String event, String content) {
    try {
      com.fasterxml.jackson.databind.JsonNode node = JSON.readTree(content);
      return event
          + " by "
          + node.path("actor").asText()
          + (node.has("reason") ? ": " + node.path("reason").asText() : "");
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** P1: both equations, over all runs; an empty text if they hold. */
  public String imbalance() {
    List<String> wrong =
        database.read(
            c -> {
              List<String> found =
                  Sql.list(
                      c,
                      "select id, pulled, unreadable + unchanged + rejected + held + planned from"
                          + " pull_run where pulled <> unreadable + unchanged + rejected + held +"
                          + " planned",
                      row ->
                          "run "
                              + row.getLong(1)
                              + ": "
                              + row.getLong(2)
                              + " <> "
                              + row.getLong(3));
              found.addAll(
                  Sql.list(
                      c,
                      """
                      select t.run, t.planned, count(d.id) from pull_run_target t
                      left join delivery d on d.run = t.run and d.target = t.target
                      group by t.run, t.target, t.planned having t.planned <> count(d.id)
                      """,
                      row ->
                          "run "
                              + row.getLong(1)
                              + ": planned "
                              + row.getLong(2)
                              + " <> "
                              + row.getLong(3)));
              found.addAll(
                  Sql.list(
                      c,
                      """
                      select id from delivery d where state = 'dead'
                        and not exists (select 1 from dead_letter x where x.delivery = d.id)
                      union all
                      select delivery from dead_letter x
                      where not exists (
                        select 1 from delivery d where d.id = x.delivery and d.state = 'dead')
                      """,
                      row ->
                          "delivery "
                              + row.getLong("id")
                              + ": a dead letter in one table and not in the other"));
              found.addAll(miscounted(c));
              return found;
            });
    return String.join("; ", wrong);
  }

  /**
   * Counts that the database keeps as rows change and that are not what counting the rows gives.
   */
  private static List<String> miscounted(java.sql.Connection connection)
      throws java.sql.SQLException {
    return Sql.list(
        connection,
        """
        select part, source, name, state, sum(kept) as kept, sum(there) as there from (
          select part, source, name, state, n as kept, 0 as there from %s k
          union all
          select 'delivery', r.source, d.target, d.state, 0, 1 from delivery d join pull_run r on r.id = d.run
          union all
          select 'delivery', r.source, p.target, p.state, 0, p.n
            from pruned_delivery p join pull_run r on r.id = p.run
          union all
          select 'delivery', source, target, part, 0, n
            from ledger_rollup where target <> '' and part <> 'planned'
          union all
          select 'version', r.source, r.type, v.state, 0, 1 from record_version v join record r on r.id = v.record
          union all
          select 'plan', r.source, t.target, '', 0, t.planned
            from pull_run_target t join pull_run r on r.id = t.run
          union all
          select 'plan', source, target, '', 0, n from ledger_rollup where target <> '' and part = 'planned'
          union all
          select 'run', source, '', 'pulled', 0, pulled from pull_run
          union all
          select 'run', source, '', 'unreadable', 0, unreadable from pull_run
          union all
          select 'run', source, '', 'unchanged', 0, unchanged from pull_run
          union all
          select 'run', source, '', 'rejected', 0, rejected from pull_run
          union all
          select 'run', source, '', 'held', 0, held from pull_run
          union all
          select 'run', source, '', 'planned', 0, planned from pull_run
          union all
          select 'run', source, '', part, 0, n from ledger_rollup where target = ''
        ) counted group by part, source, name, state having sum(kept) <> sum(there)
        """
            .formatted(Tally.COUNTS),
        row ->
            "%s %s %s %s: %d counted, %d there"
                .formatted(
                    row.getString("part"),
                    row.getString("source"),
                    row.getString("name"),
                    row.getString("state"),
                    row.getLong("kept"),
                    row.getLong("there")));
  }

  private static final class SelfDescribing implements Compilers {
    private int mapping;

    @Override
    public Mapping mapping(HubConfig hub, SourceConfig source, String path) {
      return record -> {
        List<Finding> findings = new ArrayList<>();
        record
            .fieldNames()
            .forEachRemaining(
                field -> {
                  if (field.startsWith("reject")) {
                    find(findings, record, field, Severity.REJECT);
                  } else if (field.startsWith("hold")) {
                    find(findings, record, field, Severity.HOLD);
                  }
                });
        if (path.startsWith("refusing")) {
          find(findings, record, "id", Severity.REJECT);
        }
        ObjectNode payload = record.deepCopy();
        if (mapping > 0) {
          payload.put("mapping", mapping);
        }
        return new Translation(payload, findings);
      };
    }

    private static void find(
        List<Finding> findings, ObjectNode record, String field, Severity severity) {
      String value = record.get(field).asText();
      String rule = value.startsWith("secret") ? "secret-mark/grade" : "test/" + field;
      findings.add(
          new Finding(severity, rule, "/" + field, value, Hash.sha256(value), "有误", "is wrong"));
    }

    @Override
    public Checker checker(HubConfig hub, String schema, List<String> rules) {
      return (payload, today) -> List.of();
    }

    @Override
    public Screener screener(HubConfig hub) {
      return new Screener() {
        @Override
        public List<Finding> screenPayload(
            com.fasterxml.jackson.databind.JsonNode payload, boolean personalDataAllowed) {
          return List.of();
        }

        @Override
        public List<Finding> screenRaw(com.fasterxml.jackson.databind.JsonNode record) {
          return List.of();
        }
      };
    }

    @Override
    public @Nullable Instant time(String text, ZoneId zone) {
      try {
        return Instant.parse(text);
      } catch (java.time.format.DateTimeParseException e) {
        return null;
      }
    }
  }
}

package io.shangda.hub.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shangda.hub.operate.query.Ledger;
import io.shangda.hub.operate.query.Ledgers;
import io.shangda.hub.push.HttpPush;
import io.shangda.hub.route.DeliverRoutes;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.Databases;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One source, one target and a platform that answers as a test wants, by the shipped routes from
 * the hint to the outcome, over real HTTP and a real broker.
 */
final class OddPlatform implements AutoCloseable {
  static final int RECORDS = 6;
  private static final String SOURCE =
      """
      id: town
      title: 测试来源
      region: "330881"
      publisher: "113308810026310171"
      connector: pull-http-json
      options: {url: http://town.test/cases}
      schedule: {every: 1s}
      types:
        - type: case-accept
          key: /id
          mapping: town/case.jslt
          schema: case.schema.json
          targets: [province]
      """;
  private static final String TARGET =
      """
      id: province
      title: 省平台
      connector: push-http
      options: {url: "http://127.0.0.1:PORT/records"}
      types:
        case-accept: {schema-version: "1"}
      batch: {records: 10, request: 3}
      retry: {first: 50ms, max: 100ms, attempts: 4}
      breaker: {faults: 1000, open: 100ms}
      request-limit: 1s
      """;

  /** What the platform answers to a request that it may take or not. */
  @FunctionalInterface
  interface Behaviour {
    void answer(JsonObject push, HttpServerResponse response);
  }

  final ConfiguredHub hub;
  final AtomicInteger odd = new AtomicInteger();
  final Vertx vertx = Vertx.vertx();
  private final Map<String, String> receipts = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> bodies = new ConcurrentHashMap<>();
  private final DeliverRoutes routes;
  private final HttpPush push;
  private volatile Behaviour behaviour = this::good;

  OddPlatform(Dialect dialect, Path folder) throws Exception {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                r ->
                    r.body()
                        .onSuccess(
                            body -> received(r.getHeader("Idempotency-Key"), body, r.response())))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
    ConfiguredHub.write(
        folder,
        Map.of(
            "sources/town.yaml",
            SOURCE,
            "targets/province.yaml",
            TARGET.replace("PORT", Integer.toString(server.actualPort())),
            "mappings/town/case.jslt",
            "{\"title\": .title}",
            "schemas/case.schema.json",
            "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"object\"}"));
    hub = new ConfiguredHub(Databases.fresh(dialect), folder);
    push = hub.push(vertx);
    routes =
        new DeliverRoutes(
            hub.outbox,
            hub.renderer,
            hub.replies,
            push,
            Objects.requireNonNull(hub.config.get().targets().get(ConfiguredHub.PROVINCE)));
  }

  @Override
  public void close() throws Exception {
    routes.close();
    push.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private void received(@Nullable String key, Buffer body, HttpServerResponse response) {
    bodies
        .computeIfAbsent(String.valueOf(key), k -> ConcurrentHashMap.newKeySet())
        .add(body.toString());
    behaviour.answer(body.toJsonObject(), response);
  }

  /** From now on each request is answered like this, until {@link #well()}. */
  void oddly(Behaviour oddly) {
    behaviour =
        (push, response) -> {
          odd.incrementAndGet();
          oddly.answer(push, response);
        };
  }

  void well() {
    behaviour = this::good;
  }

  private void good(JsonObject push, HttpServerResponse response) {
    results(response, accepted(push, true));
  }

  /** Takes each record once; what is here already is a duplicate with the receipt given then. */
  JsonArray accepted(JsonObject push, boolean receipt) {
    JsonArray results = new JsonArray();
    JsonArray records =
        push.containsKey("records") ? push.getJsonArray("records") : new JsonArray().add(push);
    for (int i = 0; i < records.size(); i++) {
      JsonObject record = records.getJsonObject(i);
      String key = record.getString("idempotencyKey");
      String own = "R-" + record.getString("key");
      String before = receipts.putIfAbsent(key, own);
      JsonObject result = new JsonObject().put("key", key);
      result.put("word", before == null || !receipt ? "accepted" : "duplicate");
      results.add(receipt ? result.put("receipt", own) : result);
    }
    return results;
  }

  static void results(HttpServerResponse response, JsonArray results) {
    response
        .putHeader("Content-Type", "application/json")
        .end(new JsonObject().put("results", results).toBuffer());
  }

  // ---- what an operator sees

  /**
   * The database's clock cannot be turned here; to move every stored time against it is the same.
   */
  void jump(String sign) {
    hub.database.execute(
        c -> {
          Sql.update(
              c,
              "update batch set due_at = due_at %s interval '1' hour where sending"
                  .formatted(sign));
          Sql.update(
              c,
              "update target_state set next_send_at = next_send_at %1$s interval '1' hour,"
                      .formatted(sign)
                  + " breaker_until = breaker_until %1$s interval '1' hour".formatted(sign));
        });
  }

  void pull() {
    hub.pull(
        IntStream.range(0, RECORDS)
            .mapToObj(i -> "{\"id\": \"" + i + "\", \"title\": \"办件\"}")
            .toArray(String[]::new));
  }

  /** Waits until a batch says this of its last attempt; meanwhile nothing is lost. */
  void untilTold(String words) {
    await()
        .untilAsserted(
            () -> {
              assertBalanced(RECORDS);
              assertThat(
                      number(
                          "select count(*) from batch where position(cast(? as varchar) in last_error) > 0",
                          words))
                  .isGreaterThan(0);
            });
  }

  void assertDelivered() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(number("select count(*) from delivery where state = 'delivered'"))
                    .isEqualTo(RECORDS));
    Ledger ledger = assertBalanced(RECORDS);
    assertThat(ledger.sent().delivered()).isEqualTo(RECORDS);
    assertThat(
            number(
                "select count(*) from delivery d join record r on r.id = d.record"
                    + " where d.receipt = 'R-' || r.source_key"))
        .isEqualTo(RECORDS);
    assertThat(receipts).hasSize(RECORDS);
    assertThat(bodies.values()).allSatisfy(sent -> assertThat(sent).hasSize(1));
    assertThat(number("select count(*) from batch")).isZero();
  }

  Ledger assertBalanced(int planned) {
    Ledger ledger = new Ledgers(hub.database).whole();
    assertThat(ledger.balanced()).isTrue();
    assertThat(ledger.sent().planned()).isEqualTo(planned);
    return ledger;
  }

  long number(String sql, Object... values) {
    return hub.database.read(c -> Sql.list(c, sql, row -> row.getLong(1), values)).get(0);
  }

  String text(String sql) {
    return hub.database.read(c -> Sql.list(c, sql, row -> row.getString(1))).get(0);
  }
}

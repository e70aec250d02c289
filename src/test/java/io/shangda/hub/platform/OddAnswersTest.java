package io.shangda.hub.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shangda.hub.operate.query.Ledger;
import io.shangda.hub.operate.query.Ledgers;
import io.shangda.hub.push.HttpPush;
import io.shangda.hub.record.Actor;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A platform that answers oddly, by the shipped routes from the hint to the outcome, over real HTTP
 * and a real broker. Each time: nothing is lost, nothing is doubled, an operator can read what
 * happened, and the ledger balances.
 */
@ParameterizedClass
@EnumSource(Dialect.class)
class OddAnswersTest {
  private static final int RECORDS = 6;
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
  private interface Behaviour {
    void answer(JsonObject push, HttpServerResponse response);
  }

  private final Dialect dialect;
  private final Vertx vertx = Vertx.vertx();
  private final Map<String, String> receipts = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> bodies = new ConcurrentHashMap<>();
  private final AtomicInteger odd = new AtomicInteger();
  private volatile Behaviour behaviour = this::good;
  private @Nullable ConfiguredHub hub;
  private @Nullable DeliverRoutes routes;
  private @Nullable HttpPush push;

  OddAnswersTest(Dialect dialect) {
    this.dialect = dialect;
  }

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
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
    ConfiguredHub made = new ConfiguredHub(Databases.fresh(dialect), folder);
    hub = made;
    push = made.push(vertx);
    routes =
        new DeliverRoutes(
            made.outbox,
            made.renderer,
            made.replies,
            push,
            Objects.requireNonNull(made.config.get().targets().get(ConfiguredHub.PROVINCE)));
  }

  @AfterEach
  void stop() throws Exception {
    Objects.requireNonNull(routes).close();
    Objects.requireNonNull(push).close();
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void shouldSendAgainWhatAPageOfHtmlAnswered() {
    oddly(
        (push, response) ->
            response.putHeader("Content-Type", "text/html").end("<html><body>请登录</body></html>"));

    pull();

    untilTold("HTTP 200 with 'text/html' where json was expected: perhaps a proxy or a login page");
    well();
    assertDelivered();
  }

  @Test
  void shouldSendAgainWhatWasAcceptedWithoutAReceipt() {
    oddly((push, response) -> results(response, accepted(push, false)));

    pull();

    untilTold("accepted, but without a receipt at '/receipt'; sent again");
    well();
    assertDelivered();
  }

  @Test
  void shouldSendAgainOnlyWhatAReplyLeavesOut() {
    oddly(
        (push, response) -> {
          JsonArray some = new JsonArray();
          for (Object result : accepted(push, true)) {
            if ("R-0".equals(((JsonObject) result).getString("receipt"))) {
              some.add(result);
            }
          }
          results(response, some);
        });

    pull();

    untilTold("the reply has no result for this record; sent again");
    well();
    assertDelivered();
  }

  @Test
  void shouldTakeMoreResultsThanRecordsAndSayWhoseTheyAre() {
    oddly(
        (push, response) ->
            results(
                response,
                accepted(push, true)
                    .add(
                        new JsonObject()
                            .put("key", "sha256:stranger")
                            .put("word", "rejected")
                            .put("receipt", "R-0"))));

    pull();

    assertDelivered();
    assertThat(
            number(
                "select count(*) from delivery where message like '%1 results for keys not sent%'"))
        .isGreaterThan(0);
  }

  @Test
  void shouldGiveEachRecordItsOwnReceiptHoweverTheResultsAreOrdered() {
    oddly(
        (push, response) -> {
          List<?> all = accepted(push, true).getList();
          Collections.reverse(all);
          results(response, new JsonArray(all));
        });

    pull();

    assertDelivered();
  }

  @Test
  void shouldTakeResultsThatAreTwiceThereAndAlike() {
    oddly((push, response) -> results(response, accepted(push, true).addAll(accepted(push, true))));

    pull();

    assertDelivered();
  }

  @Test
  void shouldSendAgainWhatHasTwoResultsThatDiffer() {
    oddly(
        (push, response) -> {
          JsonArray all = accepted(push, true);
          JsonObject other = all.getJsonObject(0).copy().put("word", "rejected");
          results(response, all.add(other));
        });

    pull();

    untilTold("the reply gives two results for this record that differ; sent again");
    well();
    assertDelivered();
  }

  @Test
  void shouldNotReadAnAnswerOfFiftyMegabytes() {
    Buffer megabyte = Buffer.buffer(new byte[1 << 20]);
    oddly(
        (push, response) -> {
          response.setChunked(true);
          for (int i = 0; i < 50; i++) {
            response.write(megabyte);
          }
          response.end();
        });

    pull();

    untilTold("the answer is longer than 1048576 bytes");
    well();
    assertDelivered();
  }

  @Test
  void shouldGiveUpAnAnswerThatDrips() {
    oddly(
        (push, response) -> {
          response.setChunked(true);
          vertx.setPeriodic(
              20,
              timer -> {
                if (response.closed() || response.ended()) {
                  vertx.cancelTimer(timer);
                } else {
                  response.write(" ");
                }
              });
        });

    pull();

    untilTold("no whole answer within 1.0 s");
    well();
    assertDelivered();
  }

  @Test
  void shouldPauseOnceWhenTheTokenHasExpiredAndGoOnWhenAPersonResumes() {
    oddly(
        (push, response) ->
            response
                .setStatusCode(401)
                .putHeader("Content-Type", "application/problem+json")
                .end("{\"title\":\"令牌已过期\"}"));

    pull();

    await().until(() -> number("select count(*) from target_state where paused") == 1);
    assertThat(text("select pause_reason from target_state")).isEqualTo("HTTP 401: 令牌已过期");
    assertThat(number("select count(*) from audit_event where event = 'target-paused'"))
        .isEqualTo(1);
    assertBalanced(RECORDS);
    well();
    hub().outbox.targets().resume(ConfiguredHub.PROVINCE, new Actor("clerk", "a new token"));
    assertDelivered();
  }

  @Test
  void shouldLoseNothingWhenTheClockJumpsForwardWhileBatchesAreLeasedAndWaiting() {
    oddly((push, response) -> response.setStatusCode(503).end());
    pull();
    untilTold("HTTP 503");

    jump("-");
    well();

    assertDelivered();
  }

  @Test
  void shouldLoseNothingWhenTheClockIsTurnedBackWhileBatchesAreLeased() {
    oddly((push, response) -> {}); // never answered: leased until the time limit
    pull();
    await().until(() -> odd.get() > 0);

    jump("+");
    well();

    assertDelivered();
  }

  /**
   * The database's clock cannot be turned here; to move every stored time against it is the same.
   */
  private void jump(String sign) {
    hub()
        .database
        .execute(
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

  // ---- the platform

  private void received(@Nullable String key, Buffer body, HttpServerResponse response) {
    bodies
        .computeIfAbsent(String.valueOf(key), k -> ConcurrentHashMap.newKeySet())
        .add(body.toString());
    behaviour.answer(body.toJsonObject(), response);
  }

  /** From now on each request is answered like this, until {@link #well()}. */
  private void oddly(Behaviour oddly) {
    behaviour =
        (push, response) -> {
          odd.incrementAndGet();
          oddly.answer(push, response);
        };
  }

  private void well() {
    behaviour = this::good;
  }

  private void good(JsonObject push, HttpServerResponse response) {
    results(response, accepted(push, true));
  }

  /** Takes each record once; what is here already is a duplicate with the receipt given then. */
  private JsonArray accepted(JsonObject push, boolean receipt) {
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

  private static void results(HttpServerResponse response, JsonArray results) {
    response
        .putHeader("Content-Type", "application/json")
        .end(new JsonObject().put("results", results).toBuffer());
  }

  // ---- what an operator sees

  private ConfiguredHub hub() {
    return Objects.requireNonNull(hub);
  }

  private void pull() {
    hub()
        .pull(
            IntStream.range(0, RECORDS)
                .mapToObj(i -> "{\"id\": \"" + i + "\", \"title\": \"办件\"}")
                .toArray(String[]::new));
  }

  /** Waits until a batch says this of its last attempt; meanwhile nothing is lost. */
  private void untilTold(String words) {
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

  private void assertDelivered() {
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

  private Ledger assertBalanced(int planned) {
    Ledger ledger = new Ledgers(hub().database).whole();
    assertThat(ledger.balanced()).isTrue();
    assertThat(ledger.sent().planned()).isEqualTo(planned);
    return ledger;
  }

  private long number(String sql, Object... values) {
    return hub().database.read(c -> Sql.list(c, sql, row -> row.getLong(1), values)).get(0);
  }

  private String text(String sql) {
    return hub().database.read(c -> Sql.list(c, sql, row -> row.getString(1))).get(0);
  }
}

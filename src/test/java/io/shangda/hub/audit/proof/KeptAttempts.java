package io.shangda.hub.audit.proof;

import static io.shangda.hub.support.CoreWorld.PROVINCE;
import static io.shangda.hub.support.CoreWorld.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.audit.exchange.Exchange;
import io.shangda.hub.audit.exchange.ExchangeRows;
import io.shangda.hub.audit.exchange.Packing;
import io.shangda.hub.audit.exchange.Part;
import io.shangda.hub.audit.exchange.Piece;
import io.shangda.hub.audit.seal.SealKeys;
import io.shangda.hub.audit.seal.Sealer;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.Retention;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.delivery.Outcomes;
import io.shangda.hub.operate.query.Records;
import io.shangda.hub.operate.query.Trace;
import io.shangda.hub.operate.query.Traces;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.HttpPush;
import io.shangda.hub.push.PushReply;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.push.Reading;
import io.shangda.hub.push.Renderer;
import io.shangda.hub.push.ReplyReader;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Word;
import io.shangda.hub.retention.Pruning;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What went to a target and came back is kept, sealed, found in a bundle, and taken away again. */
abstract class KeptAttempts {
  private static final String SECRET = "s3cr3t-of-the-hub";
  private static final Actor GUARD = new Actor("guard", "a court's order");

  /** What the target says to a request; null: it breaks the connection. */
  private record Answer(int status, String body) {}

  private final HttpServer server;
  private final List<byte[]> received = Collections.synchronizedList(new ArrayList<>());
  private final Deque<Answer> answers = new java.util.concurrent.ConcurrentLinkedDeque<>();
  private final Vertx vertx = Vertx.vertx();
  private final ReplyReader reader = new ReplyReader(InstantSource.system());
  private final HttpPush push = new HttpPush(vertx, text -> text, reader, InstantSource.system());
  private final Renderer renderer =
      new Renderer(
          "hub",
          blueprint -> {
            throw new IllegalStateException("no envelope");
          });
  private final CoreWorld world;
  private final AuditLog audit;
  private final Sealer sealer;

  KeptAttempts(Dialect dialect, int request) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext("/", this::answer);
    server.start();
    world = new CoreWorld(dialect, target(request, server.getAddress().getPort()));
    audit = new AuditLog(world.database, Clock.systemUTC());
    sealer = new Sealer(world.database, audit, SealKeys.make(), "node-1", Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    push.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    server.stop(0);
  }

  private static TargetConfig target(int request, int port) {
    TargetConfig plain = CoreWorld.target(PROVINCE, 10, request);
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    options.put(
        "url", "http://someone:" + SECRET + "@127.0.0.1:" + port + "/records?pass=" + SECRET);
    options.putObject("auth").put("kind", "bearer").put("token", SECRET);
    options.putObject("headers").put("X-App", SECRET).put("Cookie", SECRET);
    options.putObject("sign").put("kind", "standard-webhooks").put("secret", SECRET);
    options.putObject("record-headers").put("X-Token", SECRET);
    return new TargetConfig(
        plain.id(),
        plain.title(),
        false,
        "push-http",
        options,
        plain.types(),
        plain.batch(),
        1,
        null,
        plain.retry(),
        new TargetConfig.Breaker(1000, 1000, Duration.ofMinutes(1)),
        List.of(),
        plain.zone(),
        Duration.ofSeconds(30),
        plain.parentLimit(),
        new TargetConfig.Envelope("json", null),
        new TargetConfig.ReplyRule(
            "json",
            null,
            null,
            null,
            null,
            null,
            List.of(
                new TargetConfig.ReplyCase(
                    List.of(),
                    Set.of(),
                    "/word",
                    "^accepted$",
                    new TargetConfig.Meaning.Says(Word.ACCEPTED)))));
  }

  private void answer(HttpExchange exchange) throws IOException {
    received.add(exchange.getRequestBody().readAllBytes());
    Answer answer = answers.size() > 1 ? answers.pop() : answers.peek();
    if (answer != null && answer.status() > 0) {
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private static final Answer ACCEPTED = new Answer(200, "{\"word\": \"accepted\", \"注\": \"收到\"}");
  private static final Answer BUSY = new Answer(503, "{\"title\":\"busy\"}");
  private static final Answer REFUSED = new Answer(422, "{\"title\":\"字段有误\"}");
  private static final Answer SILENCE = new Answer(0, "");

  /** One attempt of what is due. */
  private Outcomes.Settled send(Answer answer) {
    return send(world.claimed(), answer);
  }

  private Outcomes.Settled send(Claimed taken, Answer answer) {
    Claimed claimed = patient(taken);
    answers.clear();
    answers.add(answer);
    List<PushRequest> requests = renderer.render(claimed);
    List<PushReply> replies = push.send(claimed.target(), claimed, requests);
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      readings.add(reader.read(claimed.target(), requests.get(i), replies.get(i)));
    }
    return world.outbox.outcomes().settle(claimed, requests, readings, replies);
  }

  /** However slow the machine is, its requests may start. */
  private static Claimed patient(Claimed claimed) {
    return new Claimed(
        claimed.batch(),
        claimed.records(),
        claimed.target(),
        claimed.blueprint(),
        claimed.token(),
        claimed.attempt(),
        claimed.reached(),
        claimed.pace(),
        System.nanoTime() + Duration.ofHours(1).toNanos(),
        claimed.deliveries());
  }

  private ObjectNode bundle(String key) {
    sealer.seal();
    Bundle bundles = new Bundle(world.database);
    return bundles.of(bundles.find(key).get(0));
  }

  private List<String> damages() {
    sealer.seal();
    List<String> damages = new ArrayList<>();
    new Verifier(
            new DatabaseEvidence(world.database),
            List.of(),
            Set.of(),
            d -> damages.add(d.kind() + " " + d.place() + " " + d.en()))
        .run();
    return damages;
  }

  private Verifier.Summary verified() {
    sealer.seal();
    return new Verifier(new DatabaseEvidence(world.database), List.of(), Set.of(), d -> {}).run();
  }

  private void assertAttempt(JsonNode attempt, byte[] request, @Nullable Answer answer) {
    assertThat(attempt.at("/request/text").asText())
        .isEqualTo(new String(request, StandardCharsets.UTF_8));
    assertThat(attempt.path("request-hash").asText()).isEqualTo(Hash.sha256(request).text());
    assertThat(attempt.path("seal").asLong()).isPositive();
    assertThat(attempt.path("kept").asText()).isEqualTo("whole");
    assertThat(attempt.path("to").asText())
        .isEqualTo("POST http://127.0.0.1:" + server.getAddress().getPort() + "/records?pass=…");
    if (answer == null) {
      assertThat(attempt.has("reply")).isFalse();
      assertThat(attempt.path("no-answer").asText()).isNotEmpty();
    } else {
      assertThat(attempt.path("status").asInt()).isEqualTo(answer.status());
      assertThat(attempt.at("/reply/text").asText()).isEqualTo(answer.body());
      assertThat(attempt.path("reply-hash").asText())
          .isEqualTo(Hash.sha256(answer.body().getBytes(StandardCharsets.UTF_8)).text());
    }
  }

  @Test
  void shouldBundleTheExactBytesOfAnAcceptedAttempt() {
    world.pull(record("a", "title", "标题".repeat(40)), record("b"));

    send(ACCEPTED);

    JsonNode attempts = bundle("a").path("attempts");
    assertThat(attempts).hasSize(1);
    assertAttempt(attempts.get(0), received.get(0), ACCEPTED);
    assertThat(received.get(0)).asString(StandardCharsets.UTF_8).contains("标题标题");
    assertThat(damages()).isEmpty();
    assertThat(world.number("select count(*) from exchange")).isEqualTo(1);
  }

  @Test
  void shouldBundleTheExactBytesOfARefusedAttempt() {
    world.pull(record("a"));

    while (!world.states("a").equals("1:dead")) {
      send(REFUSED);
    }

    JsonNode attempts = bundle("a").path("attempts");
    assertAttempt(attempts.get(attempts.size() - 1), received.get(0), REFUSED);
    assertThat(damages()).isEmpty();
  }

  @Test
  void shouldBundleEveryAttemptOfWhatWasRetried() {
    world.pull(record("a"));

    send(BUSY);
    send(ACCEPTED);

    JsonNode attempts = bundle("a").path("attempts");
    assertThat(attempts).hasSize(2);
    assertAttempt(attempts.get(0), received.get(0), BUSY);
    assertAttempt(attempts.get(1), received.get(1), ACCEPTED);
    assertThat(received.get(0)).isEqualTo(received.get(1));
    assertThat(damages()).isEmpty();
  }

  @Test
  void shouldTraceWhatTheOtherSideSaidInEachAttempt() {
    world.pull(record("a"));

    send(BUSY);
    send(new Answer(503, "{\"title\":\"系统维护\"}"));
    send(SILENCE);
    send(ACCEPTED);

    Trace trace = trace("a");
    assertThat(trace.attempts())
        .extracting(ExchangeRows.Told::said)
        .satisfiesExactly(
            one -> assertThat(one).contains("not taken, HTTP 503", "busy"),
            two -> assertThat(two).contains("not taken, HTTP 503", "系统维护"),
            three -> assertThat(three).startsWith("no definite answer: "),
            four -> assertThat(four).isNull());
    assertThat(trace.timeline())
        .filteredOn(step -> step.step().startsWith("attempt-"))
        .extracting(Trace.Step::text)
        .anyMatch(
            text -> text.contains("at province: not taken, HTTP 503") && text.contains("系统维护"))
        .hasSize(3);
    assertThat(trace.events().toString()).as("what is sealed").doesNotContain("系统维护");
  }

  @Test
  void shouldTraceOfARequestWhatWasSaidOfEachRecord() {
    world.pull(record("a"), record("b"));

    send(REFUSED);

    assertThat(trace("a").attempts())
        .singleElement()
        .extracting("said")
        .asString()
        .contains("字段有误");
  }

  @Test
  void shouldEraseWhatWasSaidOfARecordThatIsPurgedAndOnlyThat() {
    world.pull(record("a"), record("b"));
    send(BUSY);
    boolean together = trace("a").attempts().get(0).id() == trace("b").attempts().get(0).id();

    world.content.purge(world.id("a"), GUARD);

    assertThat(trace("a").attempts()).allMatch(one -> one.said() == null);
    assertThat(together).isTrue();
    assertThat(world.number("select count(*) from exchange where said like '%busy%'"))
        .as("the words of a request of its own stay")
        .isEqualTo(received.size() == 2 ? 1 : 0);
  }

  private Trace trace(String key) {
    return new Traces(world.database, new Records(world.database, world.config))
        .of(world.id(key))
        .orElseThrow();
  }

  @Test
  void shouldBundleAnAttemptWhoseAnswerWasLost() {
    world.pull(record("a"));

    send(SILENCE);
    send(ACCEPTED);

    JsonNode attempts = bundle("a").path("attempts");
    assertThat(attempts).hasSize(2);
    assertAttempt(attempts.get(0), received.get(0), null);
    assertAttempt(attempts.get(1), received.get(1), ACCEPTED);
    assertThat(damages()).isEmpty();
  }

  @Test
  void shouldKeepNoRequestWhereNoByteLeft() {
    world.pull(record("a"));
    server.stop(0);

    send(ACCEPTED);

    JsonNode attempt = bundle("a").at("/attempts/0");
    assertThat(attempt.path("no-answer").asText()).startsWith("no connection");
    assertThat(attempt.has("request")).isFalse();
    assertThat(attempt.has("request-hash")).isFalse();
    assertThat(damages()).isEmpty();
  }

  @Test
  void shouldKeepWhatWasSentUnderALeaseThatWasLost() {
    world.pull(record("a"));
    Claimed lost = world.claimed();
    world.execute("update batch set due_at = current_timestamp - interval '1' second");
    Claimed second = world.claimed();

    assertThat(send(lost, ACCEPTED)).isEqualTo(Outcomes.Settled.LEASE_LOST);
    send(second, ACCEPTED);

    assertThat(bundle("a").path("attempts")).hasSize(2);
    assertAttempt(bundle("a").at("/attempts/0"), received.get(0), ACCEPTED);
    assertThat(damages()).isEmpty();
  }

  @Test
  void shouldHoldNothingByWhichSomebodyCouldSpeakInTheHubsName() {
    world.pull(record("a"));
    send(ACCEPTED);

    ObjectNode bundle = bundle("a");

    assertThat(bundle.toString()).doesNotContain(SECRET);
    assertThat(bundle.at("/attempts/0/headers").properties())
        .extracting(Map.Entry::getKey)
        .contains("Content-Type", "Idempotency-Key", "Record-Version", "webhook-id")
        .doesNotContain("Authorization", "Cookie", "X-App", "X-Token", "webhook-signature");
    List<Part> parts = exchange().parts();
    assertThat(parts.toString()).doesNotContain(SECRET);
  }

  @Test
  void shouldFindAChangedByteOfARequest() {
    world.pull(record("a", "title", "x".repeat(80)));
    send(ACCEPTED);
    assertThat(damages()).isEmpty();

    world.execute("update record_version set payload = replace(payload, 'xx', 'xy')");

    assertThat(damages()).hasSize(1);
    assertThat(damages().get(0))
        .startsWith("EXCHANGE_CHANGED seal ")
        .contains(", exchange " + exchange().id() + ", request 1 ")
        .contains("Attempt 1 at province: the request was changed");
    assertThat(bundle("a").at("/attempts/0/kept").asText()).isEqualTo("damaged");
  }

  @Test
  void shouldFindAChangedByteAroundAPayloadAndInAnAnswerAndADifferentAddress() {
    world.pull(record("a"));
    send(ACCEPTED);
    Part sent = exchange().parts().get(0);
    byte[] reply = Objects.requireNonNull(sent.reply()).clone();
    reply[reply.length - 2] ^= 1;
    List<Piece> pieces = new ArrayList<>(Objects.requireNonNull(sent.request()));
    byte[] first = ((Piece.Bytes) pieces.get(0)).bytes().clone();
    first[5] ^= 1;
    pieces.set(0, new Piece.Bytes(first));

    forge(with(sent, sent.to(), sent.request(), reply));
    assertThat(damages()).singleElement().asString().contains("the answer was changed");

    forge(with(sent, sent.to(), pieces, sent.reply()));
    assertThat(damages()).singleElement().asString().contains("the request was changed");

    forge(with(sent, "POST http://elsewhere.test/", sent.request(), sent.reply()));
    assertThat(damages()).singleElement().asString().contains("'to' was changed");

    forge(sent);
    assertThat(damages()).isEmpty();
  }

  private static Part with(
      Part part, String to, @Nullable List<Piece> request, byte @Nullable [] reply) {
    return new Part(
        part.number(),
        to,
        part.headers(),
        part.sent(),
        part.tookMillis(),
        part.status(),
        part.why(),
        request,
        reply,
        part.replyType(),
        part.erased());
  }

  private void forge(Part part) {
    world.database.execute(
        c -> Sql.update(c, "update exchange set content = ?", Packing.pack(List.of(part))));
  }

  @Test
  void shouldFindWhatIsNoLongerThereOrCannotBeRead() {
    world.pull(record("a"));
    send(ACCEPTED);

    world.database.execute(
        c -> Sql.update(c, "update exchange set content = ?", new byte[] {1, 2}));
    assertThat(damages()).singleElement().asString().contains("it cannot be read");

    world.execute("delete from exchange");
    assertThat(damages()).singleElement().asString().startsWith("EXCHANGE_MISSING");
  }

  @Test
  void shouldStandByItsHashOnceRetentionEmptiedIt() {
    world.pull(record("a"));
    send(ACCEPTED);
    HubConfig now = world.config.get();
    Retention retention = new Retention(null, Duration.ofDays(30), null, null, null);
    world.config.apply(
        new HubConfig(
            now.sources(), now.targets(), now.rules(), now.screening(), retention, now.files()));
    world.execute("update record_version set arrived_at = arrived_at - interval '40' day");
    Pruning pruning = new Pruning(world.database, world.config, audit);
    for (int slices = 0; pruning.slice(); slices++) {
      assertThat(slices).isLessThan(100);
    }
    assertThat(exchange().emptiedAt()).isNull(); // the attempt itself is young; its payload is gone
    assertThat(verified().damages()).isZero();

    world.execute("update exchange set at = at - interval '40' day");
    world.execute("update retention_walk set due_at = current_timestamp, reached = ''");
    for (int slices = 0; pruning.slice(); slices++) {
      assertThat(slices).isLessThan(100);
    }

    assertThat(exchange().emptiedAt()).isNotNull();
    assertThat(world.number("select coalesce(sum(length(content)), 0) from exchange")).isZero();
    assertThat(verified().damages()).isZero();
    assertThat(verified().exchangesGone()).isEqualTo(1);
    JsonNode attempt = bundle("a").at("/attempts/0");
    assertThat(attempt.path("kept").asText()).isEqualTo("emptied");
    assertThat(attempt.has("request")).isFalse();
    assertThat(attempt.path("request-hash").asText())
        .isEqualTo(Hash.sha256(received.get(0)).text());
  }

  @Test
  void shouldBeErasedWithItsRecordAndNoOther() {
    world.pull(record("a", "name", "王某"), record("b"));
    send(ACCEPTED);

    world.content.purge(world.id("a"), GUARD);

    assertThat(bundle("a").at("/attempts/0/kept").asText()).isEqualTo("erased");
    assertThat(bundle("a").path("attempts").toString()).doesNotContain("王某");
    assertThat(verified().damages()).isZero();
    boolean alone = exchange().parts().size() == 2;
    assertThat(bundle("b").at("/attempts/0/kept").asText()).isEqualTo(alone ? "whole" : "erased");
  }

  @Test
  void shouldNotBeKeptIfItsRecordIsPurgedWhileItIsSent() {
    world.pull(record("a", "name", "王某"));
    Claimed claimed = world.claimed();
    world.content.purge(world.id("a"), GUARD);

    send(claimed, ACCEPTED);

    assertThat(received.get(0)).asString(StandardCharsets.UTF_8).contains("王某");
    assertThat(exchange().parts().get(0).request()).isNull();
    assertThat(bundle("a").path("attempts").toString()).doesNotContain("王某");
    assertThat(bundle("a").at("/attempts/0/request-hash").asText())
        .isEqualTo(Hash.sha256(received.get(0)).text());
    assertThat(verified().damages()).isZero();
  }

  @Test
  void shouldNotBeKeptEitherIfTheLeaseWasLostAsWell() {
    world.pull(record("a", "name", "王某"));
    Claimed lost = world.claimed();
    world.execute("update batch set due_at = current_timestamp - interval '1' second");
    world.claimed();
    world.content.purge(world.id("a"), GUARD);

    assertThat(send(lost, ACCEPTED)).isEqualTo(Outcomes.Settled.LEASE_LOST);

    assertThat(exchange().parts().get(0).request()).isNull();
    assertThat(exchange().parts().get(0).reply()).isNull();
    assertThat(verified().damages()).isZero();
  }

  private Exchange exchange() {
    return world.database.inTransaction(
        c -> {
          Long id = Sql.first(c, "select max(id) from exchange", row -> row.getLong(1));
          try {
            return Objects.requireNonNull(ExchangeRows.read(c, Objects.requireNonNull(id)));
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }
}

package io.shangda.hub.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.push.PushReply.Answered;
import io.shangda.hub.push.PushReply.Broken;
import io.shangda.hub.push.PushReply.NotStarted;
import io.shangda.hub.support.Said;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What reaches a target, and what the hub learns of it, over a real connection. */
class HttpPushTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final Vertx vertx = Vertx.vertx();
  private final ReplyReader reader = new ReplyReader(InstantSource.system());
  private final HttpPush push = new HttpPush(vertx, text -> text, reader, InstantSource.system());
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void stop() {
    push.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private volatile String asked = "";

  @Test
  void shouldGiveEachRequestItsAnswerInTheirOrder() throws Exception {
    // Given
    int port = serve(r -> r.body().onSuccess(b -> r.response().putHeader("X-A", "b").end(b)));
    TargetConfig target = target(port, 8, Samples.LONG);
    // When
    List<PushReply> replies = send(target, SECOND.multipliedBy(60), 100);
    // Then
    assertThat(replies).hasSize(100);
    for (int i = 0; i < replies.size(); i++) {
      assertThat(replies.get(i))
          .isInstanceOfSatisfying(
              Answered.class,
              a -> {
                assertThat(a.status()).isEqualTo(200);
                assertThat(a.headers()).containsEntry("x-a", "b");
              });
      assertThat(text(replies.get(i))).isEqualTo("{\"project_no\":\"" + (i + 1) + "\"}");
    }
  }

  @Test
  void shouldTellTheTargetTheNewestSealAndNoteThatItAnswered() throws Exception {
    // Given
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    List<String> noted = new ArrayList<>();
    int port =
        serve(
            r -> {
              told.add(r.getHeader("Audit-Seal"));
              r.response().putHeader("Date", "Mon, 01 Jan 2024 00:00:00 GMT").end();
            });
    SealNews seals =
        new SealNews() {
          @Override
          public String newest() {
            return "7 sha256:ab";
          }

          @Override
          public void answered(String target, String header, String date) {
            noted.add(target + ", " + header + ", " + date);
          }
        };
    TargetConfig target = target(port, 1, Samples.LONG);
    // When
    try (HttpPush telling =
        new HttpPush(vertx, text -> text, reader, InstantSource.system(), seals)) {
      telling.send(
          target,
          Samples.claimed(target, SECOND.multipliedBy(60), List.of()),
          Samples.requests("/records", 2));
    }
    // Then
    assertThat(told).containsExactly("7 sha256:ab", "7 sha256:ab");
    assertThat(noted).containsExactly(target.id() + ", 7 sha256:ab, Mon, 01 Jan 2024 00:00:00 GMT");
  }

  @Test
  void shouldPutAtMostTheTargetsConcurrencyUnderWayOverKeptConnections() throws Exception {
    // Given
    AtomicInteger most = new AtomicInteger();
    Set<Integer> clients = Collections.synchronizedSet(new HashSet<>());
    List<HttpServerRequest> held = new ArrayList<>();
    int port =
        serve(
            r -> {
              clients.add(r.remoteAddress().port());
              held.add(r);
              most.accumulateAndGet(held.size(), Math::max);
              if (held.size() == 4) { // answered only once four are here together
                held.forEach(one -> one.response().end());
                held.clear();
              }
            });
    // When
    List<PushReply> replies = send(target(port, 8, Samples.LONG), SECOND.multipliedBy(60), 40);
    // Then: eight go to two batches of four
    assertThat(replies).hasSize(40).allMatch(Answered.class::isInstance);
    assertThat(most).hasValue(4);
    assertThat(clients).hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void shouldStartNoRequestAfterTheDeadline() throws Exception {
    // Given
    int port = serve(r -> r.response().end());
    // When
    List<PushReply> replies = send(target(port, 1, Samples.LONG), SECOND.negated(), 3);
    // Then
    assertThat(replies).hasSize(3).allMatch(NotStarted.class::isInstance);
    assertThat(seen).isEmpty();
  }

  @Test
  void shouldStartNoFurtherRequestOnceTheDeadlineHasPassed() throws Exception {
    // Given: the first answer comes after the deadline
    int port = serve(r -> vertx.setTimer(300, t -> r.response().end()));
    // When
    List<PushReply> replies = send(target(port, 1, Samples.LONG), Duration.ofMillis(200), 3);
    // Then
    assertThat(replies.get(0)).isInstanceOf(Answered.class);
    assertThat(replies.subList(1, 3)).allMatch(NotStarted.class::isInstance);
    assertThat(seen).hasSize(1);
  }

  @Test
  void shouldGiveBackAConnectionItGotTooLate() throws Exception {
    // Given: the only connection is busy until the second batch's deadline has passed
    CompletableFuture<List<PushReply>> second = new CompletableFuture<>();
    AtomicReference<TargetConfig> target = new AtomicReference<>();
    int port =
        serve(
            r -> {
              if (seen.size() > 1) {
                r.response().end();
                return;
              }
              second.completeAsync(() -> send(target.getPlain(), Duration.ofMillis(100), 1));
              vertx.setTimer(400, t -> r.response().end());
            });
    target.setPlain(target(port, 1, Samples.LONG));
    // When
    List<PushReply> first = send(target.getPlain(), SECOND.multipliedBy(30), 1);
    // Then
    assertThat(first.get(0)).isInstanceOf(Answered.class);
    assertThat(second.get(30, TimeUnit.SECONDS)).containsExactly(new NotStarted());
    assertThat(send(target.getPlain(), SECOND.multipliedBy(30), 3))
        .allMatch(Answered.class::isInstance);
    assertThat(seen).hasSize(4);
  }

  @Test
  void shouldKnowThatNothingWasSentWhenTheConnectionIsRefused() throws Exception {
    // Given
    int port;
    try (RawServer closed = RawServer.start(socket -> {})) {
      port = closed.port();
    }
    // When
    List<PushReply> replies = send(target(port, 1, Samples.LONG), SECOND.multipliedBy(30), 2);
    // Then
    assertThat(replies.get(0))
        .isInstanceOfSatisfying(
            Broken.class,
            b -> {
              assertThat(b.sent()).isFalse();
              assertThat(b.why()).contains("no connection");
            });
    assertThat(replies.get(1)).isInstanceOf(NotStarted.class);
  }

  @Test
  void shouldKnowThatNothingWasSentToAnUnknownHost() {
    // Given
    TargetConfig target =
        Samples.target(
            Samples.options("{\"url\":\"http://no-such-host.invalid\"}"), 1, Samples.LONG);
    // When
    List<PushReply> replies = send(target, SECOND.multipliedBy(30), 1);
    // Then
    assertThat(replies.get(0))
        .isInstanceOfSatisfying(Broken.class, b -> assertThat(b.sent()).isFalse());
  }

  @Test
  void shouldKnowThatNothingWasSentWhenNoTlsConnectionCanBeMade() throws Exception {
    // Given: a server that speaks plain HTTP
    int port = serve(r -> r.response().end());
    TargetConfig target =
        Samples.target(
            Samples.options("{\"url\":\"https://127.0.0.1:" + port + "\"}"), 1, Samples.LONG);
    // When
    List<PushReply> replies = send(target, SECOND.multipliedBy(30), 1);
    // Then
    assertThat(replies.get(0))
        .isInstanceOfSatisfying(Broken.class, b -> assertThat(b.sent()).isFalse());
    assertThat(seen).isEmpty();
  }

  @Test
  void shouldTakeAResetAfterTheRequestForUnknown() throws Exception {
    try (RawServer server = RawServer.start(RawServer::readAndReset)) {
      // When
      List<PushReply> replies =
          send(target(server.port(), 1, Samples.LONG), SECOND.multipliedBy(30), 1);
      // Then
      assertBrokenAfterSending(replies.get(0), "broke");
    }
  }

  @Test
  void shouldTakeHalfAnAnswerForUnknown() throws Exception {
    try (RawServer server =
        RawServer.start(
            socket -> {
              RawServer.readRequest(socket);
              RawServer.write(
                  socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"results\":[");
            })) {
      // When
      List<PushReply> replies =
          send(target(server.port(), 1, Samples.LONG), SECOND.multipliedBy(30), 1);
      // Then
      assertBrokenAfterSending(replies.get(0), "broke");
    }
  }

  @Test
  void shouldGiveUpAnAnswerThatNeverEnds() throws Exception {
    try (RawServer server =
        RawServer.start(
            socket -> {
              RawServer.readRequest(socket);
              RawServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
              RawServer.dripUntilClosed(socket);
            })) {
      // When
      List<PushReply> replies = send(target(server.port(), 1, SHORT), SECOND.multipliedBy(30), 1);
      // Then
      assertBrokenAfterSending(replies.get(0), "no whole answer within 0.2 s");
    }
  }

  @Test
  void shouldGiveUpATargetThatNeverAnswersAndGoOnWithTheNext() throws Exception {
    // Given
    int port =
        serve(
            r -> {
              if (seen.size() > 1) r.response().end();
            });
    // When
    List<PushReply> replies = send(target(port, 1, SHORT), SECOND.multipliedBy(30), 2);
    // Then
    assertBrokenAfterSending(replies.get(0), "no whole answer");
    assertThat(replies.get(1)).isInstanceOf(Answered.class);
  }

  @Test
  void shouldNotReadAnAnswerWithoutMeasure() throws Exception {
    // Given
    int port = serve(r -> r.response().end("x".repeat((1 << 20) + 1)));
    // When
    List<PushReply> replies = send(target(port, 1, Samples.LONG), SECOND.multipliedBy(30), 1);
    // Then
    assertBrokenAfterSending(replies.get(0), "longer than 1048576 bytes");
  }

  @Test
  void shouldNotFollowARedirect() throws Exception {
    // Given
    int port =
        serve(
            r ->
                r.response()
                    .setStatusCode(r.path().equals("/records") ? 307 : 200)
                    .putHeader("Location", "/elsewhere")
                    .end());
    // When
    List<PushReply> replies = send(target(port, 1, Samples.LONG), SECOND.multipliedBy(30), 2);
    // Then
    assertThat(((Answered) replies.get(0)).status()).isEqualTo(307);
    assertThat(replies.get(1)).isInstanceOf(NotStarted.class);
    assertThat(seen).containsExactly("POST /records");
  }

  @Test
  void shouldStopWhenTheTargetAsksToBeLeftAlone() throws Exception {
    // Given
    int port = serve(r -> r.response().setStatusCode(503).putHeader("Retry-After", "7").end());
    // When
    List<PushReply> replies = send(target(port, 1, Samples.LONG), SECOND.multipliedBy(30), 5);
    // Then
    assertThat(((Answered) replies.get(0)).headers()).containsEntry("retry-after", "7");
    assertThat(replies.subList(1, 5)).allMatch(NotStarted.class::isInstance);
    assertThat(seen).hasSize(1);
  }

  @Test
  void shouldStartNothingMoreOfATypeThatAnAnswerStops() throws Exception {
    // Given: a rate for it, or a stop of another, is no reason
    int port = serve(r -> r.response().end("{\"commands\":[" + asked + "]}"));
    for (String other :
        List.of("rate\",\"perSecond\":1,\"type\":\"case-accept", "stop\",\"type\":\"x")) {
      asked = "{\"do\":\"" + other + "\"}";
      assertThat(send(target(port, 1, Samples.LONG), SECOND.multipliedBy(30), 3))
          .allMatch(Answered.class::isInstance);
    }
    asked = "{\"do\":\"stop\",\"type\":\"case-accept\"}";
    // When
    List<PushReply> replies = send(target(port, 1, Samples.LONG), SECOND.multipliedBy(30), 5);
    // Then
    assertThat(replies.get(0)).isInstanceOf(Answered.class);
    assertThat(replies.subList(1, 5)).allMatch(NotStarted.class::isInstance);
  }

  @Test
  void shouldStopWhenTheTargetDoesNotLetTheHubIn() throws Exception {
    // Given
    int port = serve(r -> r.response().setStatusCode(401).end());
    // When
    List<PushReply> replies = send(target(port, 1, Samples.LONG), SECOND.multipliedBy(30), 5);
    // Then
    assertThat(replies.subList(1, 5)).allMatch(NotStarted.class::isInstance);
  }

  @Test
  void shouldStopWhenA200SaysThatTheHubIsNotLetIn() throws Exception {
    // Given
    int port = serve(r -> r.response().end("{\"MSG\":\"TOKEN\"}"));
    TargetConfig target =
        Samples.target(
            Samples.options("{\"url\":\"http://127.0.0.1:" + port + "\"}"),
            Map.of(),
            new TargetConfig.Batch(500, 1),
            1,
            Samples.LONG,
            new TargetConfig.Envelope("json", null),
            Samples.rule(
                Samples.options(
                    "{\"cases\":[{\"field\":\"/MSG\",\"matches\":\"^TOKEN$\",\"as\":401}]}")));
    // When
    List<PushReply> replies = send(target, SECOND.multipliedBy(30), 5);
    // Then
    assertThat(replies.get(0)).isInstanceOf(Answered.class);
    assertThat(replies.subList(1, 5)).allMatch(NotStarted.class::isInstance);
  }

  @Test
  void shouldStartRequestsEvenlyAndNoneBeforeItsTurn() throws Exception {
    // Given
    List<Long> arrived = Collections.synchronizedList(new ArrayList<>());
    int port =
        serve(
            r -> {
              arrived.add(System.nanoTime());
              r.response().end();
            });
    TargetConfig target = target(port, 4, Samples.LONG);
    Claimed whole = Samples.claimed(target, SECOND.multipliedBy(30), List.of());
    Pace pace = new Pace(System.nanoTime() + 50_000_000, 30_000_000, 100);
    Claimed claimed =
        new Claimed(
            1, 8, target, whole.blueprint(), 1, 1, false, pace, whole.deadlineNanos(), List.of());
    // When
    push.send(target, claimed, Samples.requests("", 8));
    // Then
    assertThat(arrived).hasSize(8);
    for (int i = 0; i < 8; i++) {
      assertThat(arrived.get(i)).isGreaterThanOrEqualTo(pace.firstNanos() + i * pace.everyNanos());
    }
  }

  @Test
  void shouldGiveBackWhatItsSlotsAreOverForButTryTheFirst() throws Exception {
    // Given: three slots, all of which have passed long ago
    AtomicInteger came = new AtomicInteger();
    int port =
        serve(
            r -> {
              came.incrementAndGet();
              r.response().end();
            });
    TargetConfig target = target(port, 1, Samples.LONG);
    Claimed late =
        Samples.claimed(target, SECOND.multipliedBy(30), List.of())
            .with(new Pace(System.nanoTime() - SECOND.toNanos(), 30_000_000, 3));
    // When
    List<PushReply> replies = push.send(target, late, Samples.requests("", 3));
    // Then
    assertThat(came.get()).isEqualTo(1);
    assertThat(replies.get(0)).isInstanceOf(Answered.class);
    assertThat(replies.subList(1, 3)).allMatch(NotStarted.class::isInstance);
  }

  @Test
  void shouldStartNoMoreThanSlotsWereReserved() throws Exception {
    // Given: two slots for a batch that turned out to need four requests
    int port = serve(r -> r.response().end());
    TargetConfig target = target(port, 1, Samples.LONG);
    Claimed claimed =
        Samples.claimed(target, SECOND.multipliedBy(30), List.of())
            .with(new Pace(System.nanoTime(), 1_000_000, 2));
    // When
    List<PushReply> replies = push.send(target, claimed, Samples.requests("", 4));
    // Then
    assertThat(replies.subList(0, 2)).allMatch(Answered.class::isInstance);
    assertThat(replies.subList(2, 4)).allMatch(NotStarted.class::isInstance);
  }

  @Test
  void shouldStopAfterAsManyFaultsInARowAsTheBreakerAllows() throws Exception {
    // Given: a fault, an answer, and faults from then on
    int port = serve(r -> r.response().setStatusCode(seen.size() == 2 ? 200 : 500).end());
    // When
    List<PushReply> replies = send(target(port, 1, Samples.LONG), SECOND.multipliedBy(30), 9);
    // Then
    assertThat(replies.subList(0, 5)).allMatch(Answered.class::isInstance);
    assertThat(replies.subList(5, 9)).allMatch(NotStarted.class::isInstance);
  }

  @Test
  void shouldGoOnAfterARefusal() throws Exception {
    // Given
    int port = serve(r -> r.response().setStatusCode(422).end());
    // When
    List<PushReply> replies = send(target(port, 1, Samples.LONG), SECOND.multipliedBy(30), 9);
    // Then
    assertThat(replies).allMatch(Answered.class::isInstance);
  }

  @Test
  void shouldSendElsewhereOnceTheTargetIsConfiguredAnew() throws Exception {
    // Given
    int first = serve(r -> r.response().end("first"));
    int second = serve(r -> r.response().end("second"));
    send(target(first, 1, Samples.LONG), SECOND.multipliedBy(30), 1);
    // When
    List<PushReply> replies = send(target(second, 1, Samples.LONG), SECOND.multipliedBy(30), 1);
    // Then
    assertThat(text(replies.get(0))).isEqualTo("second");
  }

  @Test
  void shouldSendNothingWithoutItsSecret() throws Exception {
    // Given
    int port = serve(r -> r.response().end());
    TargetConfig target = target(port, 1, Samples.LONG);
    target
        .options()
        .putObject("auth")
        .put("kind", "bearer")
        .put("token", "${env:SHANGDA_SECRET_NOT_SET}");
    HttpPush without =
        new HttpPush(
            vertx,
            text -> {
              if (text.startsWith("${")) {
                throw new IllegalStateException("NOT_SET is not set");
              }
              return text;
            },
            reader,
            InstantSource.system());
    // When
    List<String> said;
    List<PushReply> replies;
    try (Said heard = new Said(HttpPush.class.getName())) {
      replies =
          without.send(
              target, Samples.claimed(target, SECOND, List.of()), Samples.requests("/records", 2));
      without.send(
          target, Samples.claimed(target, SECOND, List.of()), Samples.requests("/records", 2));
      said = heard.lines();
    }
    // Then
    assertThat(said)
        .singleElement()
        .asString()
        .contains(
            "Target 'province': nothing was sent, for NOT_SET is not set. Its deliveries wait");
    assertThat(replies)
        .hasSize(2)
        .allSatisfy(
            reply ->
                assertThat(reply)
                    .isEqualTo(
                        new Broken(
                            false, "Target 'province': nothing was sent, for NOT_SET is not set")));
    assertThat(seen).isEmpty();
    without.close();
  }

  private void assertBrokenAfterSending(PushReply reply, String why) {
    assertThat(reply)
        .isInstanceOfSatisfying(
            Broken.class,
            b -> {
              assertThat(b.sent()).isTrue();
              assertThat(b.why()).contains(why);
            });
  }

  private List<PushReply> send(TargetConfig target, Duration deadline, int number) {
    return push.send(
        target, Samples.claimed(target, deadline, List.of()), Samples.requests("/records", number));
  }

  private static TargetConfig target(int port, int concurrency, Duration limit) {
    ObjectNode options = Samples.options("{}");
    options.put("url", "http://127.0.0.1:" + port);
    return Samples.target(options, concurrency, limit);
  }

  private int serve(Handler<HttpServerRequest> handler) throws IOException {
    return vertx
        .createHttpServer()
        .requestHandler(
            request -> {
              seen.add(request.method() + " " + request.uri());
              handler.handle(request);
            })
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }

  private static String text(PushReply reply) {
    return new String(((Answered) reply).body(), StandardCharsets.UTF_8);
  }
}

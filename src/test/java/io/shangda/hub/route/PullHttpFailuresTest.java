package io.shangda.hub.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.PullFailure.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the connector pull-http-json makes of a source that does not give a page. */
class PullHttpFailuresTest {
  private final CountDownLatch released = new CountDownLatch(1);
  private PullRoutes routes;

  @BeforeEach
  void start() throws Exception {
    routes =
        new PullRoutes(
            Clock.systemUTC(), text -> text.replace("${env:SECRET}", "s3cret"), Path.of("target"));
  }

  @AfterEach
  void stop() {
    released.countDown();
    routes.close();
  }

  @Test
  void shouldCutASourceThatNeverAnswers() throws Exception {
    try (LowerSystem below =
        new LowerSystem(exchange -> LowerSystem.await(released, Duration.ofMinutes(5)))) {
      PullFailure failure = failure(below.source("/records", "time-limit: 300ms"));

      assertThat(failure.kind()).isEqualTo(Kind.AWAY);
      assertThat(failure).hasMessageContaining("did not answer within");
    }
  }

  @Test
  void shouldSayThatASourceIsAwayWhereNobodyListens() throws Exception {
    SourceConfig gone;
    try (LowerSystem below = new LowerSystem(exchange -> {})) {
      gone = below.source("/records", "");
    }

    PullFailure failure = failure(gone);

    assertThat(failure.kind()).isEqualTo(Kind.AWAY);
    assertThat(failure).hasMessageContaining("cannot be reached");
  }

  @Test
  void shouldHonourRetryAfterOfABusySource() throws Exception {
    try (LowerSystem below =
        new LowerSystem(
            exchange -> {
              exchange.getResponseHeaders().set("Retry-After", "120");
              LowerSystem.json(exchange, 503, "{}");
            })) {
      PullFailure failure = failure(below.source("/records", ""));

      assertThat(failure.kind()).isEqualTo(Kind.AWAY);
      assertThat(failure.retryAfter()).isEqualTo(Duration.ofMinutes(2));
      assertThat(below.asked).hasSize(1);
    }
  }

  @Test
  void shouldTellFailuresApartByStatus() throws Exception {
    try (LowerSystem below =
        new LowerSystem(
            exchange ->
                LowerSystem.json(
                    exchange,
                    Integer.parseInt(exchange.getRequestURI().getPath().substring(1)),
                    "{\"msg\":\"no\"}"))) {
      assertThat(List.of(401, 403, 407))
          .allMatch(status -> failure(below.source("/" + status, "")).kind() == Kind.BARRED);
      assertThat(List.of(404, 405, 410, 400, 422))
          .allMatch(status -> failure(below.source("/" + status, "")).kind() == Kind.MISFIT);
      assertThat(List.of(408, 425, 429, 500, 502, 504))
          .allMatch(status -> failure(below.source("/" + status, "")).kind() == Kind.AWAY);
    }
  }

  @Test
  void shouldTakeAnExpiredTokenForABarredDoorWhateverTheStatus() throws Exception {
    try (LowerSystem below =
        new LowerSystem(
            exchange ->
                LowerSystem.json(
                    exchange,
                    Integer.parseInt(exchange.getRequestURI().getPath().substring(1)),
                    "{\"code\":\"-1\",\"msg\":\"TOKEN过期\"}"))) {
      assertThat(failure(below.source("/400", "records: /data")).kind()).isEqualTo(Kind.BARRED);
      PullFailure inside = failure(below.source("/200", "records: /data"));
      assertThat(inside.kind()).isEqualTo(Kind.BARRED);
      assertThat(inside).hasMessageContaining("TOKEN过期");
    }
  }

  @Test
  void shouldNotFollowARedirect() throws Exception {
    try (LowerSystem below =
        new LowerSystem(
            exchange -> {
              exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/login?token=abc");
              exchange.sendResponseHeaders(302, -1);
            })) {
      PullFailure failure = failure(below.source("/records", ""));

      assertThat(failure.kind()).isEqualTo(Kind.MISFIT);
      assertThat(failure).hasMessageContaining("/login").hasMessageNotContainingAny("abc");
      assertThat(below.asked).hasSize(1);
    }
  }

  @Test
  void shouldTakeAWebPageForNoPage() throws Exception {
    try (LowerSystem below =
        new LowerSystem(
            exchange ->
                LowerSystem.bytes(
                    exchange, 200, "\n <html>请登录</html>".getBytes(StandardCharsets.UTF_8)))) {
      PullFailure failure = failure(below.source("/records", ""));

      assertThat(failure.kind()).isEqualTo(Kind.GARBLED);
      assertThat(failure).hasMessageContaining("web page");
    }
  }

  @Test
  void shouldTakeABrokenOffAnswerForGarbled() throws Exception {
    try (LowerSystem below =
        new LowerSystem(
            exchange -> {
              exchange.sendResponseHeaders(200, 1000);
              exchange.getResponseBody().write("{\"data\":[".getBytes(StandardCharsets.UTF_8));
              exchange.getResponseBody().flush();
              throw new IOException("plug pulled");
            })) {
      assertThat(failure(below.source("/records", "")).kind()).isEqualTo(Kind.GARBLED);
    }
  }

  private PullFailure failure(SourceConfig source) {
    return catchThrowableOfType(PullFailure.class, () -> routes.page(source, null));
  }
}

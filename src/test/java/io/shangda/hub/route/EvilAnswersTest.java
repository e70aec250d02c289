package io.shangda.hub.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.Page;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.Sources;
import io.shangda.hub.support.EvilSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a source sends, little of it is read, and the next source is pulled as ever. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvilAnswersTest {
  private static final String PAGE = "{\"data\":[{\"id\":\"1\",\"title\":\"a\"}]}";

  /** What may be sent before the hub hangs up; buffers of the system included. */
  private static final long MOST_SENT = 24L << 20;

  private PullRoutes routes;

  @BeforeAll
  void start() throws Exception {
    routes = new PullRoutes(Clock.systemUTC(), text -> text, Path.of("target"));
  }

  @AfterAll
  void stop() {
    routes.close();
  }

  static List<EvilSource.Trick> tricks() {
    return EvilSource.tricks();
  }

  @ParameterizedTest
  @MethodSource("tricks")
  void shouldReadWithinLimitsAndGoOnWithOthers(EvilSource.Trick trick) throws Exception {
    try (EvilSource evil = new EvilSource(trick.play());
        EvilSource good = new EvilSource(EvilSource.answer(List.of(), PAGE))) {
      SourceConfig source = source(evil);
      if (trick.refused()) {
        assertThatThrownBy(() -> routes.page(source, null))
            .isInstanceOfSatisfying(
                PullFailure.class,
                failure -> {
                  assertThat(failure.getMessage())
                      .contains(evil.url("/cases"))
                      .hasSizeLessThan(600);
                  Duration wait = failure.retryAfter();
                  assertThat(wait == null ? Duration.ZERO : wait)
                      .isLessThanOrEqualTo(Duration.ofDays(1));
                });
      } else {
        assertThat(page(source).records()).hasSizeLessThan(1000);
      }
      assertThat(evil.asked()).hasSizeLessThanOrEqualTo(2).noneMatch(h -> h.contains("Shangda-"));
      assertThat(evil.sent()).as("bytes that were sent").isLessThan(MOST_SENT);
      assertThat(page(source(good)).records()).hasSize(1);
    }
  }

  private Page page(SourceConfig source) throws PullFailure {
    return Objects.requireNonNull(routes.page(source, null), "a page");
  }

  private static SourceConfig source(EvilSource below) {
    return Sources.of(
        "pull-http-json",
        "url: "
            + below.url("/cases")
            + "\nrecords: /data\nmax-page: 12MB\ntime-limit: 5m\npaging: {style: link}\n");
  }

  /** The client closes all its connections for good when it meets an Error. */
  @Test
  void shouldKeepTheConnectionsOfOthersWhenAnAnswerTakesTheMemory() throws Exception {
    PullHttpClient pulls = new PullHttpClient(1, 1);
    AtomicBoolean lack = new AtomicBoolean(true);
    HttpClientBuilder builder = HttpClientBuilder.create();
    pulls.configureHttpClient(builder);
    builder.addResponseInterceptorLast(
        (response, entity, context) -> {
          if (lack.getAndSet(false)) {
            throw new OutOfMemoryError("none left");
          }
        });
    builder.setDefaultRequestConfig(
        RequestConfig.custom().setConnectionRequestTimeout(Timeout.ofSeconds(30)).build());
    try (EvilSource below = new EvilSource(EvilSource.answer(List.of(), PAGE));
        CloseableHttpClient client = builder.build()) {
      assertThatThrownBy(() -> get(client, below)).isInstanceOf(OutOfMemoryError.class);

      assertThat(get(client, below)).isEqualTo(PAGE);
    } finally {
      pulls.stop();
    }
  }

  private static String get(CloseableHttpClient client, EvilSource below) throws IOException {
    return client.execute(
        new HttpGet(below.url("/cases")),
        response ->
            new String(
                response.getEntity().getContent().readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8));
  }
}

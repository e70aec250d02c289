package io.shangda.hub.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.PullFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connector pull-http-json against a real HTTP server. */
class PullHttpJsonTest {
  private static final String PAGE = "{\"data\":[{\"id\":1},{\"id\":2}],\"next\":null}";

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
  void shouldPullEveryPageByCursorToken() throws Exception {
    try (LowerSystem below =
        new LowerSystem(
            exchange -> {
              String query = exchange.getRequestURI().getQuery();
              int at =
                  query.contains("cursor=")
                      ? Integer.parseInt(query.replaceAll(".*cursor=c", "").replaceAll("&.*", ""))
                      : 0;
              String next = at < 4 ? "\"c" + (at + 2) + "\"" : "null";
              LowerSystem.json(
                  exchange,
                  200,
                  "{\"data\":[{\"id\":%d},{\"id\":%d}],\"next\":%s}".formatted(at, at + 1, next));
            })) {
      SourceConfig source =
          below.source(
              "/records",
              "paging: {style: cursor, parameter: cursor, next: /next, size-parameter: limit, size:"
                  + " 2}");

      List<Page> pages = routes.run(source, null);

      assertThat(ids(pages)).containsExactly("0", "1", "2", "3", "4", "5");
      assertThat(below.asked)
          .extracting(LowerSystem.Asked::query)
          .containsExactly("limit=2", "cursor=c2&limit=2", "cursor=c4&limit=2");
    }
  }

  @Test
  void shouldGoOnAtTheNextRunWhereTheLastOneEnded() throws Exception {
    try (LowerSystem below =
        new LowerSystem(
            exchange ->
                LowerSystem.json(
                    exchange,
                    200,
                    exchange.getRequestURI().getQuery() == null
                        ? "{\"data\":[{\"id\":1}],\"next\":\"c1\"}"
                        : "{\"data\":[{\"id\":2}],\"next\":null}"))) {
      SourceConfig source =
          below.source("/records", "paging: {style: cursor, parameter: cursor, next: /next}");
      List<Page> first = routes.run(source, null);

      List<Page> second = routes.run(source, first.get(1).nextCursor());

      assertThat(ids(second)).containsExactly("2");
    }
  }

  @Test
  void shouldReadACompressedPage() throws Exception {
    try (LowerSystem below =
        new LowerSystem(exchange -> gzip(exchange, PAGE.getBytes(StandardCharsets.UTF_8)))) {
      Page page = routes.run(below.source("/records", ""), null).get(0);

      assertThat(ids(List.of(page))).containsExactly("1", "2");
      assertThat(new String(page.raw().content(), StandardCharsets.UTF_8)).isEqualTo(PAGE);
    }
  }

  @Test
  void shouldStopACompressedBombAtThePageLimit() throws Exception {
    try (LowerSystem below = new LowerSystem(exchange -> gzip(exchange, new byte[20 << 20]))) {
      PullFailure failure = failure(below.source("/records", "max-page: 1MB"));

      assertThat(failure.kind()).isEqualTo(Kind.GARBLED);
      assertThat(failure).hasMessageContaining("max-page");
    }
  }

  @Test
  void shouldStopAnEndlessPageAtThePageLimit() throws Exception {
    try (LowerSystem below =
        new LowerSystem(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              try (OutputStream out = exchange.getResponseBody()) {
                while (released.getCount() > 0) {
                  out.write(new byte[8192]);
                }
              }
            })) {
      PullFailure failure = failure(below.source("/records", "max-page: 256KB"));

      assertThat(failure.kind()).isEqualTo(Kind.GARBLED);
    }
  }

  @Test
  void shouldCutABodyThatDrips() throws Exception {
    try (LowerSystem below =
        new LowerSystem(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              OutputStream out = exchange.getResponseBody();
              out.write('[');
              while (!LowerSystem.await(released, Duration.ofMillis(50))) {
                out.write(' ');
                out.flush();
              }
            })) {
      PullFailure failure = failure(below.source("/records", "time-limit: 500ms"));

      assertThat(failure.kind()).isEqualTo(Kind.AWAY);
      assertThat(failure).hasMessageContaining("within");
    }
  }

  @Test
  void shouldFindNothingToPullInAnEmptyAnswer() throws Exception {
    try (LowerSystem below = new LowerSystem(exchange -> exchange.sendResponseHeaders(204, -1))) {
      assertThat(routes.page(below.source("/records", ""), null)).isNull();
    }
  }

  @Test
  void shouldProveItselfByBasicBearerAndOwnHeader() throws Exception {
    try (LowerSystem below = new LowerSystem(exchange -> LowerSystem.json(exchange, 200, PAGE))) {
      routes.page(
          below.source("/a", "auth: {kind: basic, user: hub, password: '${env:SECRET}'}"), null);
      routes.page(below.source("/b", "auth: {kind: bearer, token: '${env:SECRET}'}"), null);
      routes.page(
          below.source("/c", "auth: {kind: header, name: X-Api-Key, token: '${env:SECRET}'}"),
          null);

      assertThat(below.asked.get(0).headers().getFirst("Authorization"))
          .isEqualTo(
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString("hub:s3cret".getBytes(StandardCharsets.UTF_8)));
      assertThat(below.asked.get(1).headers().getFirst("Authorization")).isEqualTo("Bearer s3cret");
      assertThat(below.asked.get(2).headers().getFirst("X-Api-Key")).isEqualTo("s3cret");
    }
  }

  @Test
  void shouldSignExactlyWhatIsSent() throws Exception {
    try (LowerSystem below = new LowerSystem(exchange -> LowerSystem.json(exchange, 200, PAGE))) {
      routes.page(
          below.source(
              "/open/api/cases",
              """
              query: {region: "330881", name: "江山 市&+"}
              auth: {kind: hmac, key-id: hub, secret: '${env:SECRET}'}
              """),
          null);

      LowerSystem.Asked asked = below.asked.get(0);
      String time = asked.headers().getFirst("X-Timestamp");
      assertThat(asked.query())
          .isEqualTo("region=330881&name=%E6%B1%9F%E5%B1%B1%20%E5%B8%82%26%2B");
      assertThat(time).matches("[0-9]{10}");
      assertThat(asked.headers().getFirst("X-API-Key")).isEqualTo("hub");
      assertThat(asked.headers().getFirst("X-Signature"))
          .isEqualTo(hmac("s3cret", "GET\n/open/api/cases\n" + asked.query() + "\n" + time));
    }
  }

  @Test
  void shouldSendNothingOfTheExchangeToTheSource() throws Exception {
    try (LowerSystem below = new LowerSystem(exchange -> LowerSystem.json(exchange, 200, PAGE))) {
      routes.page(below.source("/records", ""), "{\"token\":\"c1\"}");

      assertThat(below.asked.get(0).headers().keySet())
          .noneMatch(name -> name.startsWith("Shangda") || name.startsWith("Camel"));
    }
  }

  @Test
  void shouldKeepSecretsOutOfThePlaceAndTheFailure() throws Exception {
    try (LowerSystem below = new LowerSystem(exchange -> LowerSystem.json(exchange, 500, "{}"))) {
      PullFailure failure =
          failure(below.source("/records", "query: {appid: '${env:SECRET}', region: '330881'}"));

      assertThat(failure).hasMessageContaining("region=330881").hasMessageContaining("appid=***");
      assertThat(failure.getMessage()).doesNotContain("s3cret");
    }
  }

  @Test
  void shouldForgetCookiesOfOneAnswerBeforeTheNextRequest() throws Exception {
    try (LowerSystem below =
        new LowerSystem(
            exchange -> {
              exchange.getResponseHeaders().set("Set-Cookie", "session=1; Path=/");
              LowerSystem.json(exchange, 200, PAGE);
            })) {
      routes.page(below.source("/records", ""), null);
      routes.page(below.source("/records", ""), null);

      assertThat(below.asked)
          .hasSize(2)
          .allMatch(asked -> asked.headers().getFirst("Cookie") == null);
    }
  }

  @Test
  void shouldFollowTheLinkHeaderToItsEnd() throws Exception {
    try (LowerSystem below =
        new LowerSystem(
            exchange -> {
              boolean second = "page=2".equals(exchange.getRequestURI().getQuery());
              if (!second) {
                exchange
                    .getResponseHeaders()
                    .set(
                        "Link", "</records?page=2>; rel=\"next\", </records?page=9>; rel=\"last\"");
              }
              LowerSystem.json(exchange, 200, second ? "[{\"id\":2}]" : "[{\"id\":1}]");
            })) {
      SourceConfig source =
          below.source("/records", "records: ''\npaging: {style: link, header: Link}");

      assertThat(ids(routes.run(source, null))).containsExactly("1", "2");
    }
  }

  @Test
  void shouldTellATimeAheadByTheClockThatTheAnswerNames() throws Exception {
    String ahead = "{\"data\":[{\"id\":1,\"t\":\"2099-01-01 00:00:00\"}]}";
    try (LowerSystem below = new LowerSystem(exchange -> LowerSystem.json(exchange, 200, ahead))) {
      SourceConfig source =
          below.source("/records", "paging: {style: watermark, parameter: since, field: /t}");

      List<Page> pages = routes.run(source, null);

      assertThat(pages.get(0).trouble())
          .extracting(Page.Trouble::text)
          .asString()
          .contains("later than it is now by the source's own clock");
    }
  }

  @Test
  void shouldAskForEveryParameterOfTheUrlAndPutThePageBehindThem() throws Exception {
    try (LowerSystem below =
        new LowerSystem(exchange -> LowerSystem.json(exchange, 200, "{\"data\":[]}"))) {
      routes.run(
          below.source("/records?status=1&status=2", "paging: {style: offset, size: 50}"), null);

      assertThat(below.asked.get(0).query()).isEqualTo("status=1&status=2&offset=0");
    }
  }

  private PullFailure failure(SourceConfig source) {
    return catchThrowableOfType(PullFailure.class, () -> routes.page(source, null));
  }

  private static List<String> ids(List<Page> pages) {
    return pages.stream()
        .flatMap(page -> page.records().stream())
        .map(record -> ((RawRecord.Readable) record).content().path("id").asText())
        .toList();
  }

  private static void gzip(HttpExchange exchange, byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    LowerSystem.bytes(exchange, 200, packed.toByteArray());
  }

  private static String hmac(String key, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }
}

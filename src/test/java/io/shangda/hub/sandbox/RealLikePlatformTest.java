package io.shangda.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RealLikePlatformTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2025-11-22T00:00:00Z"), ZoneOffset.UTC);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ProvinceReports reports = new ProvinceReports(CLOCK);
  private RealLikePlatform platform;
  private int port;

  @BeforeEach
  void start() throws Exception {
    start(RealLikePlatform.Failures.NONE);
  }

  @AfterEach
  void stop() throws Exception {
    platform.stop().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"500", "501", "503", "511", "513"})
  void shouldTakeAGoodReportOfEveryKind(String kind) throws Exception {
    // Given
    storeParents();

    // When
    JsonObject answer = push(reports.good(kind, 2));

    // Then
    assertThat(answer).isEqualTo(new JsonObject().put("STATUS", "1"));
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @MethodSource("refusals")
  void shouldRefuseInItsOwnWords(String kind, String changes, String text) throws Exception {
    // Given
    storeParents();
    ProvinceReports.Sent report = reports.good(kind, 2);
    for (String change : changes.split(" & ")) {
      change(report, change);
    }

    // When
    JsonObject answer = push(report);

    // Then
    assertThat(answer).isEqualTo(new JsonObject().put("STATUS", "-1").put("MSG", text));
  }

  static Stream<Arguments> refusals() {
    return ProvinceReports.lines("/sandbox/province-refusals.txt").stream()
        .map(line -> line.split(" \\| ", 3))
        .map(parts -> Arguments.of(parts[0], parts[1], parts[2]));
  }

  @Test
  void shouldRefuseTheSameContentUnderAnotherKey() throws Exception {
    // Given
    storeParents();
    ProvinceReports.Sent notice = reports.good("503", 2);
    push(notice);

    // When
    JsonObject answer = push(notice.set("TITLE", "DATA_KEY", "5301503202511220000003"));

    // Then
    assertThat(answer.getString("MSG"))
        .isEqualTo("[TENDER_ANN_QUA_INQUERY_ANN]存在重复数据，重复DATA_KEY:5301503202511220000002，请确认！");
  }

  @Test
  void shouldLetAWrongLengthPassWhereItsOwnTableIsMisspelt() throws Exception {
    // Given a candidate's code of ten characters: the table says FixLength, the check reads
    // FixedLength
    storeParents();
    ProvinceReports.Sent candidate = reports.good("511", 2);

    // When
    JsonObject answer = push(candidate.set("CONTEXT", "FIRST_BIDDER_CODE", "9153011172"));

    // Then
    assertThat(answer.getString("STATUS")).isEqualTo("1");
  }

  @Test
  void shouldUpdateAndDeleteWhatItHolds() throws Exception {
    // Given
    storeParents();
    ProvinceReports.Sent update = reports.good("500", 1).set("TITLE", "DATA_TYPE", "2");
    ProvinceReports.Sent delete =
        reports.good("500", 1).set("TITLE", "DATA_TYPE", "3").without("CONTEXT");

    // When
    List<JsonObject> answers = List.of(push(update), push(delete), push(delete));

    // Then
    assertThat(answers)
        .extracting(a -> a.getString("MSG", "taken"))
        .containsExactly("taken", "taken", "DATA_KEY为5301500202511220000001不存在");
    assertThat(platform.received())
        .extracting(Received::operation, Received::outcome)
        .contains(tuple("2 修改", "accepted"), tuple("3 删除", "accepted"), tuple("3 删除", "refused"));
  }

  @Test
  void shouldNotReadEntitiesOfADocumentType() throws Exception {
    // Given
    String xml =
        "<!DOCTYPE DES [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><DES><TITLE>&x;</TITLE></DES>";

    // When
    HttpResponse<String> answer = post(xml, LONG);

    // Then
    assertThat(answer.body()).contains("根级别上的数据无效").doesNotContain("root:");
  }

  @Test
  void shouldHoldWhatItTookWithoutEverAnswering() throws Exception {
    // Given
    stopPlatform();
    start(new RealLikePlatform.Failures(1, 0, 0, 0, Duration.ZERO, 7));

    // When
    Assertions.assertThrows(
        HttpTimeoutException.class,
        () -> post(reports.good("500", 1).xml(), Duration.ofMillis(300)));

    // Then
    assertThat(platform.received())
        .singleElement()
        .extracting(Received::outcome, Received::key)
        .containsExactly("accepted, not answered", "5301500202511220000001");
  }

  @Test
  void shouldAnswerLate() throws Exception {
    // Given
    stopPlatform();
    start(new RealLikePlatform.Failures(0, 1, 0, 0, Duration.ofMillis(200), 7));

    // When
    JsonObject answer = push(reports.good("500", 1));

    // Then
    assertThat(answer.getString("STATUS")).isEqualTo("1");
  }

  @Test
  void shouldSayWhenToComeBackWhileItIsUnavailable() throws Exception {
    // Given
    stopPlatform();
    start(new RealLikePlatform.Failures(0, 0, 1, 0, Duration.ZERO, 7));

    // When
    HttpResponse<String> answer = post(reports.good("500", 1).xml(), LONG);

    // Then
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("2");
  }

  @Test
  void shouldAnswerAProxyPage() throws Exception {
    // Given
    stopPlatform();
    start(new RealLikePlatform.Failures(0, 0, 0, 1, Duration.ZERO, 7));

    // When
    HttpResponse<String> answer = post(reports.good("500", 1).xml(), LONG);

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("<html>");
  }

  private void storeParents() throws Exception {
    assertThat(push(reports.good("500", 1)).getString("STATUS")).isEqualTo("1");
    assertThat(push(reports.good("501", 1)).getString("STATUS")).isEqualTo("1");
  }

  private static void change(ProvinceReports.Sent report, String change) {
    String[] place = change.split("[.=]", 3);
    String old =
        new ProvinceToken(
                ProvinceReports.SENDER.secret(), Clock.offset(CLOCK, Duration.ofHours(-13)))
            .make();
    if (place.length == 1) {
      report.without(place[0]);
    } else {
      report.set(place[0], place[1], place[2].replace("${old-token}", old));
    }
  }

  private JsonObject push(ProvinceReports.Sent report) throws Exception {
    HttpResponse<String> answer = post(report.xml(), LONG);
    assertThat(answer.statusCode()).isEqualTo(200);
    return new JsonObject(answer.body());
  }

  private HttpResponse<String> post(String xml, Duration limit) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/upload"))
            .timeout(limit)
            .POST(HttpRequest.BodyPublishers.ofString(xml))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void shouldRememberWhatItTookWhenItsProcessIsKilled(@TempDir Path folder) throws Exception {
    // Given
    startBy(folder);
    storeParents();
    ProvinceReports.Sent notice = reports.good("503", 2);
    push(notice);
    JsonObject arrivals = platform.arrivals();
    // When: nobody stops it in order
    startBy(folder);
    // Then
    assertThat(platform.arrivals()).isEqualTo(arrivals);
    assertThat(push(notice).getString("MSG")).contains("已存在");
    assertThat(push(notice.set("TITLE", "DATA_TYPE", "2")))
        .isEqualTo(new JsonObject().put("STATUS", "1"));
  }

  private void startBy(Path folder) throws Exception {
    Site site = new Site(vertx, 0, CLOCK, Journal.in(folder.resolve("trading.journal")));
    platform = new RealLikePlatform(site, ProvinceReports.SENDER, RealLikePlatform.Failures.NONE);
    port = platform.start().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private void start(RealLikePlatform.Failures failures) throws Exception {
    platform = new RealLikePlatform(vertx, 0, CLOCK, ProvinceReports.SENDER, failures);
    port = platform.start().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private void stopPlatform() throws Exception {
    platform.stop().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}

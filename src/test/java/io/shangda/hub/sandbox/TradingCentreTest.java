package io.shangda.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TradingCentreTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2025-11-22T00:00:00Z"), ZoneOffset.UTC);
  private static final String TOKEN = "a-token-of-the-test";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private int port;

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void shouldAnswerAllItHasInPages() throws Exception {
    // Given
    start(Faults.NONE);

    // When
    List<String> ids = new ArrayList<>();
    int pages = get("?pageNo=1&pageSize=20", TOKEN).getJsonObject("data").getInteger("pages");
    for (int page = 1; page <= pages; page++) {
      get("?pageNo=" + page + "&pageSize=20", TOKEN)
          .getJsonObject("data")
          .getJsonArray("list")
          .forEach(row -> ids.add(((JsonObject) row).getString("id")));
    }

    // Then
    assertThat(ids).hasSizeGreaterThan(50).doesNotHaveDuplicates();
  }

  @Test
  void shouldRefuseAStrangerWithHttp200() throws Exception {
    // Given
    start(Faults.NONE);

    // When
    JsonObject answer = get("", "another");

    // Then
    assertThat(answer).isEqualTo(new JsonObject().put("code", 401).put("msg", "令牌无效"));
  }

  @Test
  void shouldFailAsOftenAsItIsTold() throws Exception {
    // Given
    start(new Faults(1, 0, 0, Duration.ZERO));

    // When
    HttpResponse<String> answer = send("", TOKEN);

    // Then
    assertThat(answer.statusCode()).isEqualTo(500);
  }

  @Test
  void shouldLeaveAnElementThatIsNoRecord() throws Exception {
    // Given
    start(new Faults(0, 0, 1, Duration.ZERO));

    // When
    JsonObject answer = get("?pageSize=20", TOKEN);

    // Then
    assertThat(answer.getJsonObject("data").getJsonArray("list"))
        .hasSize(21)
        .last()
        .isEqualTo("#ERR 读取失败");
  }

  private void start(Faults faults) throws Exception {
    TradingCentre centre =
        new TradingCentre(
            vertx,
            0,
            CLOCK,
            new TradingCentre.Settings(TOKEN, Duration.ofSeconds(20), 7, faults));
    port = centre.start().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private JsonObject get(String query, String token) throws Exception {
    HttpResponse<String> answer = send(query, token);
    assertThat(answer.statusCode()).isEqualTo(200);
    return new JsonObject(answer.body());
  }

  private HttpResponse<String> send(String query, String token) throws Exception {
    return client.send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/api/open/trading" + query))
            .header("X-Access-Token", token)
            .timeout(Duration.ofSeconds(20))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}

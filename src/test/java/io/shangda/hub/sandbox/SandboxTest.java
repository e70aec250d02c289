package io.shangda.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.Secrets;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private final Sandbox sandbox;

  SandboxTest(@TempDir Path folder) {
    this.folder = folder;
    this.sandbox = sandbox();
  }

  private Sandbox sandbox() {
    return new Sandbox(
        vertx,
        new SandboxSettings(
            SandboxSettings.Ports.ANY,
            folder,
            "http://localhost:9080",
            Duration.ofMinutes(1),
            false));
  }

  @AfterEach
  void stop() {
    sandbox.stop().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void shouldShowItsPlatformsAndTheWayToTheHub() throws Exception {
    // Given
    SandboxSettings.Ports ports = start();
    // When
    HttpResponse<String> page = get(ports.page(), "/");
    // Then
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("province-data", "province-trading")
        .contains("http://localhost:9080/api/v1/ledger", "http://localhost:9080/hawtio/")
        .doesNotContain("<script", "src=");
  }

  @Test
  void shouldGiveWhatWasReceivedToProgramsToo() throws Exception {
    SandboxSettings.Ports ports = start();
    assertThat(new JsonObject(get(ports.page(), "/received.json").body()).fieldNames())
        .containsExactlyInAnyOrder("province-data", "province-trading");
  }

  @Test
  void shouldCountWhatItHandedOutAndWhatArrived() throws Exception {
    SandboxSettings.Ports ports = start();
    assertThat(json(ports, "/handed-out.json").getJsonObject("files").getJsonObject("records"))
        .hasSize(DropFolderFeeder.DOCUMENTS.size());
    assertThat(json(ports, "/arrivals.json").fieldNames())
        .containsExactlyInAnyOrder("province-data", "province-trading");
  }

  @Test
  void shouldComeToRestOnlyWhenItIsTold() throws Exception {
    SandboxSettings.Ports ports = start();
    assertThat(get(ports.page(), "/calm").statusCode()).isEqualTo(404);
    assertThat(
            client
                .send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.page() + "/calm"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                    HttpResponse.BodyHandlers.ofString())
                .body())
        .isEqualTo("{\"calm\":true}");
  }

  private JsonObject json(SandboxSettings.Ports ports, String path) throws Exception {
    return new JsonObject(get(ports.page(), path).body());
  }

  @Test
  void shouldStartEverySystem() throws Exception {
    // When
    SandboxSettings.Ports ports = start();
    // Then
    assertThat(get(ports.cases(), "/exchange/changes").statusCode()).isEqualTo(401);
    assertThat(get(ports.trading(), "/api/open/trading").body()).contains("令牌无效");
    assertThat(get(ports.provinceData(), "/records").statusCode()).isEqualTo(404);
    assertThat(get(ports.provinceTrading(), "/upload").statusCode()).isEqualTo(404);
    try (Stream<Path> files = Files.list(folder.resolve("drop"))) {
      assertThat(files).hasSize(DropFolderFeeder.DOCUMENTS.size());
    }
  }

  @Test
  void shouldListenNoLongerOnceStopped() throws Exception {
    // Given
    SandboxSettings.Ports ports = start();
    // When
    sandbox.stop().toCompletionStage().toCompletableFuture().join();
    // Then
    Assertions.assertThatThrownBy(() -> get(ports.page(), "/"))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void shouldGoOnWhereItWasWhenItsProcessIsKilled() throws Exception {
    // Given: a life that nobody ends in order
    SandboxSettings.Ports first = start();
    page(first);
    JsonObject handedOut = json(first, "/handed-out.json");
    Files.delete(folder.resolve("drop").resolve(DropFolderFeeder.DOCUMENTS.get(1)));
    // When
    Sandbox again = sandbox();
    SandboxSettings.Ports ports = again.start().toCompletionStage().toCompletableFuture().join();
    // Then
    assertThat(json(ports, "/handed-out.json")).isEqualTo(handedOut);
    assertThat(page(ports)).isEqualTo(page(first));
    assertThat(folder.resolve("drop").resolve(DropFolderFeeder.DOCUMENTS.get(1)))
        .as("a document that was taken is not handed in again")
        .doesNotExist();
    again.stop().toCompletionStage().toCompletableFuture().join();
  }

  private String page(SandboxSettings.Ports ports) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + ports.trading() + "/api/open/trading"))
                .header("X-Access-Token", Sandbox.secret("chuxiong-trading"))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void shouldSayWhereToLook() {
    SandboxSettings.Ports ports = start();
    assertThat(sandbox.summary())
        .contains("http://localhost:" + ports.page() + "/")
        .contains(folder.resolve("drop").toString());
  }

  @Test
  void shouldKnowTheSecretsThatTheConfigurationRefersTo() {
    assertThat(Sandbox.secret("province-data")).isEqualTo(Secrets.sandbox("province-data"));
  }

  @Test
  void shouldShowTheNewestFirstAndNothingAsMarkup() {
    // Given
    Instant at = Instant.parse("2026-03-02T02:00:00Z");
    List<Received> received =
        List.of(
            new Received("disclosure", "first", "insert", at, "accepted", ""),
            new Received("disclosure", "<b>second</b>", "insert", at, "rejected", "名称&重复"));
    // When
    Arrivals arrivals = new Arrivals(Journal.none());
    arrivals.note(
        new Arrivals.Push("disclosure", "first", "insert", "1.2", "k", "b", "", "", false),
        true,
        "accepted");
    arrivals.note(
        new Arrivals.Push("disclosure", "first", "insert", "1.1", "l", "b", "", "", false),
        true,
        "accepted");
    String html =
        new SandboxPage(
                "http://hub",
                List.of(new SandboxPage.Platform("above", () -> received, () -> arrivals.json())))
            .html(at);
    // Then
    assertThat(html).contains("&lt;b&gt;second&lt;/b&gt;", "名称&amp;重复", "10:00:00");
    assertThat(html).contains("bad\">新旧颠倒 inverted <b>1</b>", "good\">重复入库 doubled <b>0</b>");
    assertThat(html.indexOf("second")).isLessThan(html.indexOf("first"));
    assertThat(SandboxPage.counts(received))
        .containsExactly(Map.entry("accepted", 1), Map.entry("rejected", 1));
  }

  private SandboxSettings.Ports start() {
    return sandbox.start().toCompletionStage().toCompletableFuture().join();
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}

package io.shangda.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.shangda.hub.sandbox.DefaultContractPlatform.Failures;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultContractPlatformTest {
  private static final String SECRET = "a secret of the sandbox";
  private static final Instant NOW = Instant.parse("2026-03-02T02:00:00Z");

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init") // each test starts its own
  private DefaultContractPlatform platform;

  private int port;

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void shouldTakeARecordAndGiveAReceipt() throws Exception {
    // Given
    start(Failures.NONE);
    // When
    JsonObject result = only(post(record("k1", "doc-1", "1.1", "insert")));
    // Then
    assertThat(result.getString("key")).isEqualTo("k1");
    assertThat(result.getString("word")).isEqualTo("accepted");
    assertThat(result.getString("receipt")).isNotEmpty();
  }

  @Test
  void shouldTakeAKeyOnce() throws Exception {
    // Given
    start(Failures.NONE);
    String receipt = only(post(record("k1", "doc-1", "1.1", "insert"))).getString("receipt");
    // When
    JsonObject result = only(post(record("k1", "doc-1", "1.1", "insert")));
    // Then
    assertThat(result.getString("word")).isEqualTo("duplicate");
    assertThat(result.getString("receipt")).isEqualTo(receipt);
  }

  @Test
  void shouldRefuseAnOlderVersionAsStale() throws Exception {
    // Given
    start(Failures.NONE);
    post(record("k9", "doc-1", "1.9", "insert"));
    // When
    JsonObject result = only(post(record("k8", "doc-1", "1.8", "update")));
    // Then
    assertThat(result.getString("word")).isEqualTo("stale");
  }

  @Test
  void shouldTakeALowerNumberOfAHigherEpoch() throws Exception {
    // Given
    start(Failures.NONE);
    post(record("k9", "doc-1", "1.9", "insert"));
    // When
    JsonObject result = only(post(record("k2", "doc-1", "2.3", "update")));
    // Then
    assertThat(result.getString("word")).isEqualTo("accepted");
  }

  @Test
  void shouldTakeAWithdrawalWithoutARecord() throws Exception {
    // Given
    start(Failures.NONE);
    post(record("k1", "doc-1", "1.1", "insert"));
    // When
    JsonObject result = only(post(record("k2", "doc-1", "1.2", "withdraw").putNull("record")));
    // Then
    assertThat(result.getString("word")).isEqualTo("accepted");
  }

  @Test
  void shouldSayWhatItHasByDayAndWhatItLost() throws Exception {
    // Given
    start(Failures.NONE);
    post(held("k1", "doc-1", "1.1"));
    post(held("k2", "doc-2", "1.1"));
    post(held("k3", "doc-2", "1.2").put("operation", "withdraw").putNull("record"));
    // When
    JsonArray days = ask("by=digest").getJsonArray("days");
    // Then
    assertThat(days).hasSize(1);
    assertThat(days.getJsonObject(0).getInteger("records")).isEqualTo(1);
    assertThat(days.getJsonObject(0).getString("digest"))
        .isEqualTo(Sha256.hex("drop/doc-1\n1\nsha256:k1"));
    JsonArray list = ask("by=list&type=disclosure&day=2026-03-02").getJsonArray("records");
    assertThat(list.getJsonObject(0).getString("contentHash")).isEqualTo("sha256:k1");
    assertThat(platform.spoil("doc-1", "spoil")).isNotNull();
    assertThat(ask("by=digest").getJsonArray("days")).isNotEqualTo(days);
    assertThat(platform.spoil("doc-1", "lose")).isNotNull();
    assertThat(ask("by=digest").getJsonArray("days")).isEmpty();
    assertThat(only(post(held("k1-again", "doc-1", "1.1"))).getString("word"))
        .isEqualTo("accepted");
    assertThat(platform.arrivals().getJsonObject("summary").getLong("doubled")).isZero();
  }

  private static JsonObject held(String key, String record, String version) {
    return record(key, record, version, "insert")
        .put("day", "2026-03-02")
        .put("contentHash", "sha256:" + key.replace("-again", ""));
  }

  private JsonObject ask(String query) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] signed =
        mac.doFinal(("." + NOW.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/held?" + query))
                .timeout(Duration.ofSeconds(20))
                .header("webhook-id", "")
                .header("webhook-timestamp", String.valueOf(NOW.getEpochSecond()))
                .header("webhook-signature", "v1," + Base64.getEncoder().encodeToString(signed))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body());
  }

  @Test
  void shouldAnswerOneResultForEachRecordOfABatch() throws Exception {
    // Given
    start(Failures.NONE);
    JsonObject batch =
        batch("disclosure", record("k1", "a", "1.1", "insert"), record("k2", "b", "1.1", "insert"));
    // When
    JsonArray results = results(post(batch));
    // Then
    assertThat(results)
        .extracting(result -> ((JsonObject) result).getString("key"))
        .containsExactly("k1", "k2");
  }

  @Test
  void shouldRefuseAStepBeforeItsAcceptance() throws Exception {
    // Given
    start(Failures.NONE);
    JsonObject step = caseRecord("case-process", "k1", "case-1-SP1");
    // When
    JsonObject before = only(post(step));
    post(caseRecord("case-accept", "k2", "case-1-SL"));
    JsonObject after = only(post(step));
    // Then
    assertThat(before.getString("word")).isEqualTo("rejected");
    assertThat(before.getString("message")).isEqualTo("办件受理信息未上报，请先上报");
    assertThat(after.getString("word")).isEqualTo("accepted");
  }

  @Test
  void shouldRefuseTheSameRecordsInItsOwnWordsEveryTime() throws Exception {
    // Given
    start(new Failures(0, 0, 0, 1, 0, 0));
    // When
    JsonObject first = only(post(record("k1", "doc-1", "1.1", "insert")));
    JsonObject again = only(post(record("k1", "doc-1", "1.1", "insert")));
    // Then
    assertThat(first.getString("word")).isEqualTo("rejected");
    assertThat(first.getJsonArray("errors").getJsonObject(0).getString("field"))
        .isEqualTo("/title");
    assertThat(again).isEqualTo(first);
  }

  @Test
  void shouldSayPendingWhereTheVerdictIsToCome() throws Exception {
    // Given
    start(new Failures(0, 0, 0, 0, 1, 0));
    // When
    HttpResponse<String> response = post(record("k1", "doc-1", "1.1", "insert"));
    // Then
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(only(response).getString("word")).isEqualTo("pending");
  }

  @Test
  void shouldAskToComeBackWhenItIsAway() throws Exception {
    // Given
    start(new Failures(1, 0, 0, 0, 0, 0));
    // When
    HttpResponse<String> response = post(record("k1", "doc-1", "1.1", "insert"));
    // Then
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("2");
  }

  @Test
  void shouldTakeWhatItNeverAnswers() throws Exception {
    // Given
    start(new Failures(0, 1, 0, 0, 0, 0));
    // When
    assertThatThrownBy(() -> post(record("k1", "doc-1", "1.1", "insert")))
        .isInstanceOf(IOException.class);
    // Then
    assertThat(platform.received())
        .extracting(Received::key, Received::outcome)
        .containsExactly(tuple("doc-1", "accepted"));
  }

  @Test
  void shouldLeaveOutResultsWhenAskedTo() throws Exception {
    // Given
    start(new Failures(0, 0, 1, 0, 0, 0));
    JsonObject batch =
        batch("disclosure", record("k1", "a", "1.1", "insert"), record("k2", "b", "1.1", "insert"));
    // When
    JsonArray results = results(post(batch));
    // Then
    assertThat(results).hasSize(1);
    assertThat(platform.received()).hasSize(2);
  }

  @Test
  void shouldRefuseASignatureWithAnotherSecret() throws Exception {
    start(Failures.NONE);
    byte[] body = record("k1", "doc-1", "1.1", "insert").toBuffer().getBytes();
    assertThat(send(body, digest(body), "another secret", NOW).statusCode()).isEqualTo(401);
  }

  @Test
  void shouldRefuseASignatureOfYesterday() throws Exception {
    start(Failures.NONE);
    byte[] body = record("k1", "doc-1", "1.1", "insert").toBuffer().getBytes();
    Instant yesterday = NOW.minusSeconds(86_400);
    assertThat(send(body, digest(body), SECRET, yesterday).statusCode()).isEqualTo(401);
  }

  @Test
  void shouldRefuseABodyThatIsNotTheOneDigested() throws Exception {
    start(Failures.NONE);
    byte[] body = record("k1", "doc-1", "1.1", "insert").toBuffer().getBytes();
    assertThat(send(body, digest(new byte[0]), SECRET, NOW).statusCode()).isEqualTo(400);
    assertThat(platform.received()).isEmpty();
  }

  @Test
  void shouldRememberWhatItTookWhenItsProcessIsKilled(@TempDir Path folder) throws Exception {
    // Given
    startBy(folder);
    post(caseRecord("case-accept", "a1", "case-1"));
    post(record("k9", "doc-1", "1.9", "insert"));
    JsonObject arrivals = platform.arrivals();
    // When: nobody stops it in order
    startBy(folder);
    // Then
    assertThat(platform.arrivals()).isEqualTo(arrivals);
    assertThat(platform.received()).extracting(Received::key).containsExactly("case-1", "doc-1");
    assertThat(only(post(record("k9", "doc-1", "1.9", "insert"))).getString("word"))
        .isEqualTo("duplicate");
    assertThat(only(post(record("k8", "doc-1", "1.8", "update"))).getString("word"))
        .isEqualTo("stale");
    assertThat(only(post(caseRecord("case-result", "r1", "case-1"))).getString("word"))
        .isEqualTo("accepted");
  }

  private void startBy(Path folder) {
    Site site =
        new Site(vertx, 0, new SteppingClock(NOW), Journal.in(folder.resolve("data.journal")));
    platform = new DefaultContractPlatform(site, SECRET, Failures.NONE);
    port = platform.start().toCompletionStage().toCompletableFuture().join();
  }

  private void start(Failures failures) {
    platform = new DefaultContractPlatform(vertx, 0, new SteppingClock(NOW), SECRET, failures);
    port = platform.start().toCompletionStage().toCompletableFuture().join();
  }

  private static JsonObject record(String key, String record, String version, String operation) {
    return new JsonObject()
        .put("hub", "test")
        .put("contract", "shangda-push/1")
        .put("type", "disclosure")
        .put("schemaVersion", "1")
        .put("operation", operation)
        .put("source", "drop")
        .put("key", record)
        .put("recordVersion", version)
        .put("idempotencyKey", key)
        .put("record", new JsonObject().put("title", "办事指南更新"));
  }

  private static JsonObject caseRecord(String type, String key, String record) {
    return record(key, record, "1.1", "insert")
        .put("type", type)
        .put("record", new JsonObject().put("project_no", "case-1"));
  }

  private static JsonObject batch(String type, JsonObject... records) {
    return new JsonObject().put("type", type).put("records", new JsonArray(List.of(records)));
  }

  private static JsonArray results(HttpResponse<String> response) {
    return new JsonObject(response.body()).getJsonArray("results");
  }

  private static JsonObject only(HttpResponse<String> response) {
    JsonArray results = results(response);
    assertThat(results).hasSize(1);
    return results.getJsonObject(0);
  }

  private HttpResponse<String> post(JsonObject body) throws Exception {
    byte[] bytes = body.toBuffer().getBytes();
    return send(bytes, digest(bytes), SECRET, NOW);
  }

  private HttpResponse<String> send(byte[] body, String digest, String secret, Instant at)
      throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update(("id." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
    String signature = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/records"))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .header("Content-Digest", digest)
            .header("webhook-id", "id")
            .header("webhook-timestamp", String.valueOf(at.getEpochSecond()))
            .header("webhook-signature", signature)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String digest(byte[] body) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
    return "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":";
  }
}

package io.shangda.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseSystemTest {
  private static final String SECRET = "a secret of the sandbox";
  private static final Instant NOW = Instant.parse("2026-03-02T02:00:00Z");
  private static final Duration TURN = Duration.ofSeconds(10);
  private static final String EVERYTHING = "since=";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final SteppingClock clock = new SteppingClock(NOW);
  private int port;

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void shouldAnswerASignedRequest() throws Exception {
    // Given
    start(Faults.NONE);
    // When
    HttpResponse<String> response = get(EVERYTHING, clock.instant(), SECRET);
    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(response.body()).getString("code")).isEqualTo("200");
  }

  @Test
  void shouldRefuseASignatureWithAnotherSecret() throws Exception {
    start(Faults.NONE);
    assertThat(get(EVERYTHING, clock.instant(), "another secret").statusCode()).isEqualTo(401);
  }

  @Test
  void shouldRefuseASignatureOfTenMinutesAgo() throws Exception {
    start(Faults.NONE);
    Instant before = clock.instant().minus(Duration.ofMinutes(10));
    assertThat(get(EVERYTHING, before, SECRET).statusCode()).isEqualTo(401);
  }

  @Test
  void shouldGiveEveryRowOfAWindowOnceAcrossItsPages() throws Exception {
    // Given
    start(Faults.NONE);
    int total = data(EVERYTHING).getInteger("total");
    // When
    List<String> ids = new ArrayList<>();
    JsonObject page;
    int number = 0;
    do {
      page = data(EVERYTHING + "&page=" + ++number + "&size=7");
      rows(page).forEach(row -> ids.add(row.getString("row_guid")));
    } while (page.getBoolean("hasMore"));
    // Then
    assertThat(ids).hasSize(total).doesNotHaveDuplicates();
  }

  @Test
  void shouldGiveOnlyWhatChangedSinceATimeOldestFirst() throws Exception {
    // Given
    start(Faults.NONE);
    String since = CaseFile.format(NOW);
    clock.step(TURN);
    // When
    List<JsonObject> changed =
        rows(data("since=" + URLEncoder.encode(since, StandardCharsets.UTF_8)));
    // Then
    assertThat(changed).isNotEmpty();
    assertThat(changed).extracting(row -> row.getString("cd_time")).isSorted();
    assertThat(changed)
        .allSatisfy(row -> assertThat(row.getString("cd_time")).isGreaterThan(since));
  }

  @Test
  void shouldLeaveTheDataAloneUntilTheTurnIsOver() throws Exception {
    // Given
    start(Faults.NONE);
    int before = data(EVERYTHING).getInteger("total");
    // When
    clock.step(TURN.minusSeconds(1));
    // Then
    assertThat(data(EVERYTHING).getInteger("total")).isEqualTo(before);
  }

  @Test
  void shouldOpenCloseCorrectAndRecallAsTimePasses() throws Exception {
    // Given
    start(Faults.NONE);
    int before = data(EVERYTHING).getInteger("total");
    // When
    List<JsonObject> rows = afterTurns(20);
    // Then
    assertThat(rows.size()).isGreaterThan(before);
    assertThat(values(rows, "cd_operation")).containsExactlyInAnyOrder("I", "U", "D");
    assertThat(values(rows, "XXLX")).containsExactlyInAnyOrder("2", "3", "4");
  }

  @Test
  void shouldEnterEveryKindOfMistake() throws Exception {
    // Given
    start(Faults.NONE);
    // When
    List<JsonObject> seen = new ArrayList<>();
    for (int turn = 0; turn < 20; turn++) {
      clock.step(TURN);
      seen.addAll(rows(data(EVERYTHING + "&size=500")));
    }
    // Then
    List<JsonObject> accepts = seen.stream().filter(CaseSystemTest::isAccept).toList();
    assertThat(accepts).anySatisfy(row -> assertThat(row.containsKey("SQRMC")).isFalse());
    assertThat(values(accepts, "SQRLX")).containsExactlyInAnyOrder("10", "20", "77");
    assertThat(values(accepts, "SLSJ")).anySatisfy(t -> assertThat(t).contains("-02-30 "));
    assertThat(values(accepts, "SQRZJHM")).anyMatch(CaseSystemTest::checkDigitIsWrong);
    assertThat(values(seen, "BJJGDM")).contains("8");
  }

  @Test
  void shouldGiveStepsAndResultsOnlyOfAcceptedCases() throws Exception {
    // Given
    start(Faults.NONE);
    // When
    List<JsonObject> rows = afterTurns(20);
    // Then
    Set<String> accepted = values(rows.stream().filter(CaseSystemTest::isAccept).toList(), "SBLSH");
    assertThat(accepted).containsAll(values(rows, "SBLSH"));
    assertThat(values(rows, "SBLSH")).allMatch(number -> number.length() == 43);
  }

  @Test
  void shouldOnlyKnowPersonsWhoCannotLive() throws Exception {
    start(Faults.NONE);
    assertThat(afterTurns(20))
        .filteredOn(row -> "20".equals(row.getString("SQRLX")))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.getString("SQRZJHM")).matches("330881 ?18.*"));
  }

  @Test
  void shouldFailWhenAskedTo() throws Exception {
    start(new Faults(1, 0, 0, Duration.ZERO));
    assertThat(get(EVERYTHING, clock.instant(), SECRET).statusCode()).isEqualTo(500);
  }

  @Test
  void shouldAnswerLateWhenAskedTo() throws Exception {
    start(new Faults(0, 1, 0, Duration.ofMillis(20)));
    assertThat(get(EVERYTHING, clock.instant(), SECRET).statusCode()).isEqualTo(200);
  }

  @Test
  void shouldLeaveOneElementThatIsNoRecordWhenAskedTo() throws Exception {
    start(new Faults(0, 0, 1, Duration.ZERO));
    assertThat(data(EVERYTHING).getJsonArray("rows"))
        .filteredOn(row -> !(row instanceof JsonObject))
        .hasSize(1);
  }

  @Test
  void shouldGoOnWithItsStoryWhenItsProcessIsKilled(@TempDir Path folder) throws Exception {
    // Given
    CaseSystem first = startBy(folder);
    List<JsonObject> told = afterTurns(8);
    JsonObject handedOut = first.handedOut();
    // When: nobody stops it in order
    CaseSystem second = startBy(folder);
    // Then
    assertThat(second.handedOut()).isEqualTo(handedOut);
    assertThat(rows(data(EVERYTHING + "&size=500"))).isEqualTo(told);
    assertThat(afterTurns(1)).isNotEqualTo(told);
  }

  private CaseSystem startBy(Path folder) {
    Site site = new Site(vertx, 0, clock, Journal.in(folder.resolve("cases.journal")));
    CaseSystem system =
        new CaseSystem(site, new CaseSystem.Settings("jiangshan", SECRET, TURN, 7, Faults.NONE));
    port = system.start().toCompletionStage().toCompletableFuture().join();
    return system;
  }

  private void start(Faults faults) {
    CaseSystem system =
        new CaseSystem(
            vertx, 0, clock, new CaseSystem.Settings("jiangshan", SECRET, TURN, 7, faults));
    port = system.start().toCompletionStage().toCompletableFuture().join();
  }

  private List<JsonObject> afterTurns(int turns) throws Exception {
    List<JsonObject> rows = List.of();
    for (int turn = 0; turn < turns; turn++) {
      clock.step(TURN);
      rows = rows(data(EVERYTHING + "&size=500"));
    }
    return rows;
  }

  private JsonObject data(String query) throws Exception {
    return new JsonObject(get(query, clock.instant(), SECRET).body()).getJsonObject("data");
  }

  private static List<JsonObject> rows(JsonObject data) {
    return data.getJsonArray("rows").stream().map(JsonObject.class::cast).toList();
  }

  private static Set<String> values(List<JsonObject> rows, String field) {
    return rows.stream()
        .filter(row -> row.containsKey(field))
        .map(row -> row.getString(field))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isAccept(JsonObject row) {
    return "2".equals(row.getString("XXLX"));
  }

  private static boolean checkDigitIsWrong(String number) {
    if (number.startsWith("91")) {
      int serial = Integer.parseInt(number.substring(8, 16));
      return !number.equals(Identifiers.uscc("91", "330881", serial));
    }
    int[] weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * (number.charAt(i) - '0');
    }
    return "10X98765432".charAt(sum % 11) != number.charAt(17);
  }

  private HttpResponse<String> get(String query, Instant at, String secret) throws Exception {
    String text = "GET\n/exchange/changes\n" + query + "\n" + at.getEpochSecond();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signature =
        Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    return client.send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/exchange/changes?" + query))
            .timeout(Duration.ofSeconds(20))
            .header("X-API-Key", "jiangshan")
            .header("X-Timestamp", String.valueOf(at.getEpochSecond()))
            .header("X-Signature", signature)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}

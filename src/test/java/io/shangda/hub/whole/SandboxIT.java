package io.shangda.hub.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hub as it is shipped, H2 and Artemis in its own process, between the systems of its sandbox:
 * once in another process that outlives it, once in its own.
 */
class SandboxIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int KILLS = 4;

  @TempDir Path folder;

  @Test
  void shouldLoseDoubleAndInvertNothingHoweverOftenItIsKilled() throws SQLException {
    try (WholeRun run = new WholeRun(folder, Duration.ofSeconds(2))) {
      run.hub().start();
      run.watch().until("deliveries", "/sent/delivered", n -> n >= 50);
      for (int kill = 0; kill < KILLS; kill++) {
        run.forAMoment(6);
        run.killHub();
      }
      theTwoSpoiledDocumentsAreHeld(run);
      theIdentityNumberInAResultNoticeIsHeld(run);
      everyRefusalShowsThePlatformsOwnText(run);
      oneRecordCanBeTraced(run);
      run.shouldHaveLostAndDoubledNothing(run.embeddedDatabase());
    }
  }

  @Test
  void shouldGoOnWithItsOwnSandboxWhenBothAreKilledAtOnce() throws SQLException {
    try (WholeRun run = WholeRun.ofOneProcess(folder)) {
      run.hub().start();
      run.watch().until("deliveries", "/sent/delivered", n -> n >= 50);
      for (int kill = 0; kill < 2; kill++) {
        run.forAMoment(6);
        run.killHub();
        long now = run.watch().awaitNumber("/sent/delivered");
        run.watch().until("something new", "/sent/delivered", n -> n > now);
      }
      noRefusalComesOfForgottenState(run);
      assertThat(run.books().page())
          .as("links to the hub on the sandbox's page")
          .contains("http://localhost:" + run.hub().port() + "/hawtio/");
      run.shouldHaveLostAndDoubledNothing(run.embeddedDatabase());
    }
  }

  private static void noRefusalComesOfForgottenState(WholeRun run) {
    for (JsonNode letter : run.hub().get("/api/v1/dead-letters").at("/items")) {
      assertThat(letter.at("/message").asText())
          .as(letter.toString())
          .doesNotContainPattern("DATA_KEY为.*不存在|DATA_KEY为.*已存在|未上报");
    }
  }

  private static void theTwoSpoiledDocumentsAreHeld(WholeRun run) {
    Awaitility.await("the two spoiled documents are held")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(held(run, "disclosure-drop", "spam/")).as("records held").hasSize(2));
  }

  private static void theIdentityNumberInAResultNoticeIsHeld(WholeRun run) {
    Awaitility.await("the result notice with an identity number is held")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Set<String> keys = held(run, "chuxiong-trading", "personal-data/");
              assertThat(keys).isNotEmpty().allMatch(key -> key.startsWith("CXZBJG"));
            });
  }

  private static Set<String> held(WholeRun run, String source, String rule) {
    Set<String> keys = new TreeSet<>();
    for (JsonNode item : run.hub().get("/api/v1/holds").at("/items")) {
      if (item.at("/source").asText().equals(source)
          && item.at("/rule").asText().startsWith(rule)) {
        assertThat(item.at("/zh").asText()).isNotBlank();
        assertThat(item.at("/value").asText()).doesNotContainPattern("\\d{17}[\\dX]");
        keys.add(item.at("/key").asText());
      }
    }
    return keys;
  }

  private static void everyRefusalShowsThePlatformsOwnText(WholeRun run) {
    run.watch().until("a refusal", "/sent/dead", n -> n > 0);
    for (JsonNode letter : run.hub().get("/api/v1/dead-letters").at("/items")) {
      assertThat(letter.at("/message").asText())
          .as(letter.toString())
          .containsPattern("[\\u4e00-\\u9fff]");
    }
  }

  private static void oneRecordCanBeTraced(WholeRun run) {
    long record = run.hub().get("/api/v1/holds").at("/items/0/record").asLong();
    assertThat(run.hub().get("/api/v1/records/" + record + "/trace").toString())
        .contains("sha256:");
  }
}

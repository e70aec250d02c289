package io.shangda.hub.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.support.HubProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hub as it is shipped, with its sandbox: real records from below reach the platforms above.
 */
class SandboxIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path folder;
  private HubProcess hub;

  @BeforeEach
  void start() {
    hub = new HubProcess(folder).with("SHANGDA_SANDBOX", "true").start();
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void shouldBringRecordsFromBelowToThePlatformsAboveAndLoseNoneWhenKilled() {
    awaitDelivered("province-data", 50);
    awaitDelivered("province-trading", 20);
    assertThat(ledger().at("/balanced").asBoolean()).isTrue();

    hub.kill();
    hub.start();

    assertThat(ledger().at("/balanced").asBoolean()).isTrue();
    awaitDelivered("province-trading", sent("province-trading", "delivered") + 1);
    assertThat(ledger().at("/balanced").asBoolean()).isTrue();
    theTwoSpoiledDocumentsAreHeld();
    everyRefusalShowsThePlatformsOwnText();
    oneRecordCanBeTraced();
  }

  private void theTwoSpoiledDocumentsAreHeld() {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(hub.get("/api/v1/holds").at("/groups"))
                    .anySatisfy(
                        group -> {
                          assertThat(group.at("/source").asText()).isEqualTo("disclosure-drop");
                          assertThat(group.at("/rule").asText()).startsWith("spam/");
                        }));
    Set<Long> records = new TreeSet<>();
    hub.get("/api/v1/holds").at("/items").forEach(item -> records.add(item.at("/record").asLong()));
    assertThat(records).hasSize(2);
  }

  private void everyRefusalShowsThePlatformsOwnText() {
    for (JsonNode letter : hub.get("/api/v1/dead-letters").at("/items")) {
      assertThat(letter.at("/message").asText()).as(letter.toString()).isNotBlank();
    }
  }

  private void oneRecordCanBeTraced() {
    JsonNode letters = hub.get("/api/v1/dead-letters").at("/items");
    long record =
        letters.isEmpty()
            ? hub.get("/api/v1/holds").at("/items/0/record").asLong()
            : letters.get(0).at("/record").asLong();
    String trace = hub.get("/api/v1/records/" + record + "/trace").toString();
    assertThat(trace).contains("sha256:");
  }

  private void awaitDelivered(String target, long least) {
    Awaitility.await("deliveries to " + target + "; log " + folder)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              assertThat(ledger().at("/balanced").asBoolean()).isTrue();
              assertThat(sent(target, "delivered")).isGreaterThanOrEqualTo(least);
            });
  }

  private long sent(String target, String state) {
    for (JsonNode one : ledger().at("/targets")) {
      if (one.at("/target").asText().equals(target)) {
        return one.at("/sent/" + state).asLong();
      }
    }
    return 0;
  }

  private JsonNode ledger() {
    return hub.get("/api/v1/ledger");
  }
}

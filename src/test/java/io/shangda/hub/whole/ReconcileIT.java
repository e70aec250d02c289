package io.shangda.hub.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hub as it is shipped finds what its sandbox's platforms have lost or spoiled, and mends it.
 */
class ReconcileIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String REASON = "\"reason\": \"spoiled on purpose\"}";

  @TempDir Path folder;

  @Test
  void shouldFindAndMendWhatAPlatformLostOrSpoiled() {
    try (WholeRun run = WholeRun.ofOneProcess(folder)) {
      run.hub().start();
      run.watch().until("deliveries", "/sent/delivered", n -> n >= 50);
      run.books().calm();
      Awaitility.await("both platforms have what they accepted")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(
              () -> {
                assertThat(differences(run, "province-data")).isZero();
                assertThat(differences(run, "province-trading")).isZero();
              });
      assertThat(run.books().spoil("province-data", "spoil").isEmpty()).isFalse();
      assertThat(run.books().spoil("province-data", "lose").isEmpty()).isFalse();
      assertThat(run.books().spoil("province-trading", "lose").at("/lost").asText()).isNotEmpty();

      assertThat(differences(run, "province-data")).isPositive();
      assertThat(differences(run, "province-trading")).isEqualTo(1);
      for (String target : new String[] {"province-data", "province-trading"}) {
        JsonNode resent =
            run.hub()
                .change("/api/v1/differences/resend", "{\"target\": \"" + target + "\", " + REASON);
        assertThat(resent.at("/done").asInt()).as(resent.toString()).isPositive();
      }

      Awaitility.await("both platforms have it again")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(
              () -> {
                assertThat(differences(run, "province-data")).isZero();
                assertThat(differences(run, "province-trading")).isZero();
              });
      assertThat(run.hub().get("/api/v1/ledger").at("/balanced").asBoolean()).isTrue();
      assertThat(run.books().arrivals().at("/province-data/summary/doubled").asInt()).isZero();
    }
  }

  private static int differences(WholeRun run, String target) {
    JsonNode made = run.hub().change("/api/v1/targets/" + target + "/reconcile", "{" + REASON);
    assertThat(made.at("/state").asText()).as(made.toString()).isEqualTo("complete");
    return made.at("/differences").asInt();
  }
}

package io.shangda.hub.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
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
      assertThat(differences(run, "province-data")).as("what is under way is none").isZero();
      assertThat(differences(run, "province-trading")).as("what is under way is none").isZero();
      run.books().calm();
      run.watch().untilAtRest();
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

  @Test
  void shouldMendWhatTheAnswerToAManifestNames() {
    try (WholeRun run = WholeRun.ofOneProcess(folder)) {
      run.hub().places(Map.of("at: \"03:00\"", "every: 1s")).start();
      run.watch().until("deliveries", "/sent/delivered", n -> n >= 50);
      run.books().calm();
      run.watch().untilAtRest();
      assertThat(differences(run, "province-data")).isZero();

      assertThat(run.books().spoil("province-data", "spoil").isEmpty()).isFalse();
      assertThat(run.books().spoil("province-data", "lose").isEmpty()).isFalse();

      Awaitility.await("the platform has it again, by its manifest alone")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(() -> assertThat(differences(run, "province-data")).isZero());
      JsonNode resent = run.hub().get("/api/v1/audit/events?event=resent");
      assertThat(resent.toString()).contains("target province-data");
      assertThat(run.hub().get("/api/v1/ledger").at("/balanced").asBoolean()).isTrue();
      assertThat(run.books().arrivals().at("/province-data/summary/doubled").asInt()).isZero();
    }
  }

  @Test
  void shouldHoldOnlyTheTypeThatAPlatformStopsUntilAPersonResumesIt() throws Exception {
    try (WholeRun run = WholeRun.ofOneProcess(folder)) {
      run.hub().places(Map.of("at: \"03:00\"", "every: 1s")).start();
      run.watch().until("deliveries", "/sent/delivered", n -> n >= 50);
      run.hub().change("/api/v1/targets/province-data/pause", "{" + REASON);
      Awaitility.await("what was under way has arrived")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .until(unchangedFor(5, () -> sent(run, "case-accept")));
      run.books().ask("do=stop&type=case-accept&why=closing");
      await(run, one -> one.at("/commands/0/held").asText().equals("stop"));
      long before = sent(run, "case-accept");
      long others = sent(run, "disclosure");
      run.hub().change("/api/v1/targets/province-data/resume", "{" + REASON);

      await(run, one -> one.at("/commands/0/batchesAside").asInt() >= 2);
      Awaitility.await("other types go on")
          .atMost(PATIENCE)
          .until(() -> sent(run, "disclosure") > others);
      assertThat(sent(run, "case-accept")).isEqualTo(before);

      run.hub().change("/api/v1/targets/province-data/resume?type=case-accept", "{" + REASON);
      Awaitility.await("the type goes on")
          .atMost(PATIENCE)
          .until(() -> sent(run, "case-accept") > before);
      assertThat(run.hub().get("/api/v1/targets/province-data").at("/commands")).isEmpty();
      run.shouldHaveLostAndDoubledNothing(run.embeddedDatabase());
    }
  }

  private static void await(WholeRun run, Predicate<JsonNode> good) {
    Awaitility.await("the target's state")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> good.test(run.hub().get("/api/v1/targets/province-data")));
  }

  /** True when a number was the same so many times in a row. */
  private static Callable<Boolean> unchangedFor(int times, LongSupplier number) {
    long[] last = {-1, 0};
    return () -> {
      long now = number.getAsLong();
      last[1] = now == last[0] ? last[1] + 1 : 0;
      last[0] = now;
      return last[1] >= times;
    };
  }

  /** Records of a type that have arrived above so far. */
  private static long sent(WholeRun run, String type) {
    long sent = 0;
    for (JsonNode record : run.books().arrivals().at("/province-data/records")) {
      sent += record.at("/type").asText().equals(type) ? record.at("/pushes").size() : 0;
    }
    return sent;
  }

  private static int differences(WholeRun run, String target) {
    JsonNode made = run.hub().change("/api/v1/targets/" + target + "/reconcile", "{" + REASON);
    assertThat(made.at("/state").asText()).as(made.toString()).isEqualTo("complete");
    return made.at("/differences").asInt();
  }
}

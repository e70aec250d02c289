package io.shangda.hub.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.support.BrokerProcess;
import io.shangda.hub.support.FakedClock;
import io.shangda.hub.support.HubProcess;
import io.shangda.hub.support.PostgresProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hub while the clock of its machine is set an hour forward and an hour back: sandbox, database
 * and broker in other processes go on by the right one.
 */
class ClockIT {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;
  @TempDir Path broker;
  @TempDir Path database;

  @BeforeEach
  void canSetAClock() {
    assumeTrue(FakedClock.isPossible(), "to set the hub's clock: apt-get install faketime");
  }

  @Test
  void shouldGoOnAsIfNothingHadHappenedByTheDatabasesClock() throws Exception {
    try (PostgresProcess postgres = new PostgresProcess(database).start();
        BrokerProcess artemis = new BrokerProcess(broker).start();
        WholeRun run = new WholeRun(folder, Duration.ofSeconds(2))) {
      FakedClock clock = new FakedClock(folder);
      clock.over(run.external(postgres, artemis)).start();
      run.watch().until("deliveries", "/sent/delivered", n -> n >= 50);

      for (Duration wrongBy : new Duration[] {HOUR, HOUR.negated(), Duration.ZERO}) {
        clock.set(wrongBy);
        run.forAMoment(4);
        shouldPullAndDeliver(run);
      }

      assertThat(paused(run.hub())).isEmpty();
      run.shouldHaveLostAndDoubledNothing(postgres.url());
    }
  }

  @Test
  void shouldNeitherStandStillNorHurryByItsOwnClock() throws Exception {
    try (WholeRun run = new WholeRun(folder, Duration.ofSeconds(2))) {
      FakedClock clock = new FakedClock(folder);
      HubProcess hub = clock.over(run.hub()).start();
      run.watch().until("deliveries", "/sent/delivered", n -> n >= 50);

      for (Duration wrongBy : new Duration[] {HOUR, Duration.ZERO, HOUR.negated(), Duration.ZERO}) {
        clock.set(wrongBy);
        run.forAMoment(4);
        shouldPullAndDeliver(run);
      }

      assertThat(hub.log())
          .contains("The clock of this machine was set forward by")
          .contains("The clock of this machine was set back by");
      resumeWhoTookTheSignaturesForOld(hub);
      run.shouldHaveLostAndDoubledNothing(run.embeddedDatabase());
    }
  }

  /** Below and above some look at the time of a signature, as they should, and shut the hub out. */
  private static void resumeWhoTookTheSignaturesForOld(HubProcess hub) {
    for (String kind : List.of("sources", "targets")) {
      for (JsonNode one : hub.get("/api/v1/" + kind)) {
        String why = one.at("/pauseReason").asText("");
        if (!one.at("/pauseReason").isNull()) {
          assertThat(why).contains("401", "签名");
          String resume = "/api/v1/" + kind + "/" + one.at("/id").asText() + "/resume";
          assertThat(hub.post(resume, "{\"reason\": \"the clock is right again\"}")).isEqualTo(200);
        }
      }
    }
  }

  private static void shouldPullAndDeliver(WholeRun run) {
    long pulled = run.watch().awaitNumber("/taken/pulled");
    long delivered = run.watch().awaitNumber("/sent/delivered");
    run.watch().until("something new is pulled", "/taken/pulled", n -> n > pulled);
    run.watch().until("something new is delivered", "/sent/delivered", n -> n > delivered);
  }

  private static List<String> paused(HubProcess hub) {
    List<String> paused = new ArrayList<>();
    for (String kind : List.of("sources", "targets")) {
      for (JsonNode one : hub.get("/api/v1/" + kind)) {
        if (!one.at("/pauseReason").isNull()) {
          paused.add(one.toString());
        }
      }
    }
    return paused;
  }
}

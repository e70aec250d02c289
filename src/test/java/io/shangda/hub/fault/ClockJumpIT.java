package io.shangda.hub.fault;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shangda.hub.support.FakedClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of one of two nodes is set by an hour, and set right again. */
@Tag("faults")
class ClockJumpIT {
  @TempDir static Path folder;
  private static Cluster cluster;
  private static FakedClock clock;

  @BeforeAll
  static void start() {
    assumeTrue(FakedClock.isPossible(), "a node's clock is set by libfaketime: install faketime");
    clock = new FakedClock(folder);
    cluster = new Cluster("clock", folder);
    clock.over(cluster.a);
    cluster.start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void jumps(int hours) throws Exception {
    cluster.under(
        "a node's clock set " + (hours > 0 ? "forward" : "back") + " by an hour, then right",
        () -> {
          clock.set(Duration.ofHours(hours));
          cluster.during(Duration.ofSeconds(10));
          clock.set(Duration.ZERO);
        });
  }
}

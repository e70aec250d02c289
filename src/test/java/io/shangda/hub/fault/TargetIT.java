package io.shangda.hub.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a platform above may do to the hub. */
@Tag("faults")
class TargetIT {
  @TempDir static Path folder;
  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = new Cluster("platform", folder).start();
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  /** So long that the backlog is drained at the full rate for many seconds. */
  @Test
  void longOutage() throws Exception {
    cluster.under(
        "away while 900 changes come",
        () -> {
          cluster.toTarget.set(Tap.State.CUT);
          cluster.world.make(300);
          cluster.during(Duration.ofSeconds(20));
          cluster.toTarget.set(Tap.State.SOUND);
        });
  }

  @Test
  void unavailable() throws Exception {
    asksToWait("unavailable", "503 with Retry-After");
  }

  @Test
  @Tag("selection")
  void busy() throws Exception {
    asksToWait("busy", "429 with Retry-After");
  }

  private static void asksToWait(String mode, String name) throws Exception {
    cluster.under(
        name + ", four times",
        () -> {
          for (int i = 0; i < 4; i++) {
            cluster.world.above(mode, 4, 1);
            cluster.untilMoreIsTaken(20);
          }
        });
  }

  @Test
  void failing() throws Exception {
    behaves("failing", 20, "500, twenty times");
  }

  @Test
  @Tag("selection")
  void answerLost() throws Exception {
    behaves(
        "lost",
        20,
        "the answer lost after it took the records, then 'already exists', twenty times");
  }

  @Test
  void answerNeverSent() throws Exception {
    behaves("silent", 6, "records taken, no answer ever, six times");
  }

  @Test
  void pageInsteadOfAnswer() throws Exception {
    behaves("page", 15, "200 with a page of maintenance, fifteen times");
  }

  @Test
  void refusesWithA200() throws Exception {
    behaves("later", 15, "200 that takes nothing and says 'later', fifteen times");
  }

  @Test
  void partialResults() throws Exception {
    behaves("partial", 20, "results for half of the records, twenty times");
  }

  @Test
  void answerDrips() throws Exception {
    cluster.under(
        "the answer drips for longer than the limit, six times",
        () -> {
          cluster.world.above("drip", 8, 6);
          cluster.untilMoreIsTaken(40);
        });
  }

  private static void behaves(String mode, int times, String name) throws Exception {
    cluster.under(
        name,
        () -> {
          cluster.world.above(mode, 0, times);
          cluster.untilMoreIsTaken(60);
        });
  }

  /**
   * Answers a request of ten with what must not stop the other nine: see {@link NumberedSource}.
   */
  @Test
  void poison() throws Exception {
    cluster.under(
        "many records that it refuses",
        () -> {
          cluster.world.make(100);
          cluster.untilMoreIsTaken(100);
        });
  }
}

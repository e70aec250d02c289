package io.shangda.hub.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is put back, and the hub has forgotten what the platform above remembers. */
@Tag("faults")
class RestoreIT {
  private static final String RESUME = "/api/v1/targets/counter/resume";

  @TempDir Path folder;

  @Test
  void shouldHoldTheRelayAndThenDoubleAndInvertNothing() throws Exception {
    try (Cluster cluster = new Cluster("restore", folder).start()) {
      cluster.under(
          "yesterday's database put back",
          () -> {
            cluster.stopNodes();
            Path backup = cluster.database.backUp(folder.resolve("backup"));
            cluster.a.start();
            cluster.b.start();
            cluster.untilMoreIsTaken(200);
            cluster.stopNodes();
            cluster.database.restore(backup);

            assertThat(cluster.b.command("restored", "--reason", "The disk failed"))
                .contains("The epoch is ", "Every target is paused");
            cluster.a.start();
            cluster.b.start();

            long requests = cluster.books().above("requests");
            cluster.untilMoreIsPlanned(100);
            assertThat(cluster.books().above("requests"))
                .as("pushes before a person resumed the platform")
                .isEqualTo(requests);

            cluster.b.post(RESUME, "{\"reason\": \"every source was pulled again\"}");
            cluster.world.flow(0);
            cluster.rest();
            if (compared(cluster) > 0) {
              cluster.b.post(
                  "/api/v1/differences/resend",
                  "{\"target\": \"counter\", \"reason\": \"withdrawn below meanwhile\"}");
              cluster.rest();
            }
            assertThat(compared(cluster)).as("differences in the end").isZero();
            cluster.world.flow(3);
          });
    }
  }

  /** Differences between what the platform has and what the hub believes it has. */
  private static int compared(Cluster cluster) {
    return cluster
        .b
        .change("/api/v1/targets/counter/reconcile", "{\"reason\": \"restored\"}")
        .path("differences")
        .asInt(-1);
  }
}

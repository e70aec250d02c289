package io.shangda.hub.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is put back, and the hub has forgotten what the platform above remembers. */
@Tag("faults")
class RestoreIT {
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
                .contains("The epoch is 2 now", "Every target is paused");
            cluster.a.start();
            cluster.b.start();

            long requests = cluster.books().above("requests");
            cluster.untilMoreIsPlanned(100);
            assertThat(cluster.books().above("requests"))
                .as("requests before a person resumed the platform")
                .isEqualTo(requests);
            cluster.b.post(
                "/api/v1/targets/counter/resume", "{\"reason\": \"compared, nothing is missing\"}");
          });
    }
  }
}

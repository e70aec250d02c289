package io.shangda.hub.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is asked to stop finishes what it has begun, or hands it over, and says so. */
@Tag("faults")
class StopIT {
  @TempDir Path folder;

  @Test
  @Tag("selection")
  void shouldFinishOrHandOverWhatItHasBegunAndLeaveNoLease() throws Exception {
    try (Cluster cluster = new Cluster("ordered stop", folder).start()) {
      cluster.under(
          "a node stopped in the middle, started again",
          () -> {
            cluster.world.make(400); // many pages, so that a pull is under way
            cluster.untilMoreIsTaken(20);
            cluster.a.close();

            assertThat(cluster.a.log())
                .contains("Stopping: no source is claimed any more;")
                .contains("Stopped: what was under way is finished or handed over")
                .doesNotContain("ERROR");
            assertThat(cluster.rowsHeldBy("a")).as("leases that it left behind").isEmpty();
            cluster.a.start();
          });
    }
  }
}

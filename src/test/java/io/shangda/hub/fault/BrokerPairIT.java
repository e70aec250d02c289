package io.shangda.hub.fault;

import io.shangda.hub.support.BrokerProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An HA pair of brokers by URL: one dies, the other serves, and back. */
@Tag("faults")
class BrokerPairIT {
  @TempDir static Path folder;
  private static Cluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new Cluster("HA pair", folder, BrokerProcess.pair(folder.resolve("broker")));
    cluster.broker.backup().standBy();
    cluster.start();
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  @Test
  void primary() throws Exception {
    cluster.under(
        "the primary of a pair of brokers, then the one that took over",
        () -> {
          cluster.broker.kill();
          cluster.broker.backup().awaitListening();
          cluster.untilMoreIsTaken(20);
          cluster.broker.launch(); // waits for the store
          cluster.broker.backup().kill();
          cluster.broker.awaitListening();
          cluster.untilMoreIsTaken(20);
        });
  }
}

package io.shangda.hub.fault;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kill -9 in rotation: each of the processes, and all of them at once. */
@Tag("faults")
class KillIT {
  @TempDir static Path folder;
  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = new Cluster("kill -9", folder).start();
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  @Test
  @Tag("selection")
  void hubNode() throws Exception {
    cluster.under(
        "a hub node, three times",
        () -> {
          for (int i = 0; i < 3; i++) {
            cluster.a.kill();
            cluster.untilMoreIsTaken(20); // by the other one
            cluster.a.start();
          }
        });
  }

  @Test
  void nodesInTurn() throws Exception {
    cluster.under(
        "one node, then the other",
        () -> {
          cluster.a.kill();
          cluster.untilMoreIsTaken(10);
          cluster.a.start();
          cluster.b.kill();
          cluster.untilMoreIsTaken(10);
          cluster.b.start();
        });
  }

  @Test
  void bothNodes() throws Exception {
    cluster.under(
        "both nodes",
        () -> {
          cluster.a.kill();
          cluster.b.kill();
          cluster.a.start();
          cluster.b.start();
        });
  }

  @Test
  void broker() throws Exception {
    cluster.under(
        "the broker, twice",
        () -> {
          for (int i = 0; i < 2; i++) {
            cluster.broker.kill();
            cluster.world.make(5);
            cluster.broker.start();
            cluster.untilMoreIsTaken(20);
          }
        });
  }

  @Test
  void database() throws Exception {
    cluster.under(
        "the database, twice",
        () -> {
          for (int i = 0; i < 2; i++) {
            cluster.database.kill();
            cluster.world.make(5);
            cluster.database.start();
            cluster.untilMoreIsTaken(20);
          }
        });
  }

  @Test
  void target() throws Exception {
    cluster.under(
        "the platform and the sources, twice",
        () -> {
          for (int i = 0; i < 2; i++) {
            cluster.world.kill();
            cluster.world.start();
            cluster.world.flow(3);
            cluster.untilMoreIsTaken(20);
          }
        });
  }

  @Test
  @Tag("selection")
  void everythingAtOnce() throws Exception {
    cluster.under(
        "everything at once",
        () -> {
          cluster.a.kill();
          cluster.b.kill();
          cluster.broker.kill();
          cluster.database.kill();
          cluster.world.kill();
          cluster.world.start();
          cluster.database.start();
          cluster.broker.start();
          cluster.a.launch();
          cluster.b.start();
          cluster.a.awaitReady();
          cluster.world.flow(3);
        });
  }
}

package io.shangda.hub.fault;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shangda.hub.support.SmallDisk;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the database or of the broker fills up or can no longer be written. */
@Tag("faults")
class FullDiskIT {
  private static final int MEGABYTES = 250;
  private static final Duration FULL = Duration.ofSeconds(10);

  @TempDir Path folder;

  @BeforeEach
  void mounts() {
    assumeTrue(SmallDisk.isPossible(), "to mount a small disk needs root: run this test as root");
  }

  @Test
  void ofTheDatabase() throws Exception {
    try (SmallDisk disk = new SmallDisk(folder.resolve("database"), MEGABYTES);
        Cluster cluster = new Cluster("full disk", folder).start()) {
      cluster.under(
          "of the database",
          () -> {
            disk.fill();
            cluster.during(FULL);
            disk.makeRoom();
            if (!cluster.database.answers()) { // it gives up where it cannot write its log
              cluster.database.kill();
              cluster.database.start();
            }
          });
    }
  }

  @Test
  void ofTheBroker() throws Exception {
    try (SmallDisk disk = new SmallDisk(folder.resolve("broker"), MEGABYTES);
        Cluster cluster = new Cluster("full disk", folder).start()) {
      cluster.under(
          "of the broker's journal",
          () -> {
            disk.fill();
            cluster.broker.kill();
            cluster.broker.launch();
            cluster.during(FULL);
            disk.makeRoom();
            cluster.broker.kill();
            cluster.broker.start();
          });
    }
  }

  /** It needs nothing there once it has its keys. */
  @Test
  void readOnlyForANode() throws Exception {
    try (SmallDisk disk = new SmallDisk(folder.resolve("a/data"), MEGABYTES);
        Cluster cluster = new Cluster("full disk", folder).start()) {
      cluster.under(
          "a node's data folder read-only",
          () -> {
            cluster.a.kill();
            disk.makeReadOnly();
            cluster.a.start();
            cluster.untilMoreIsTaken(20);
            disk.makeWritable();
          });
    }
  }

  @Test
  void readOnlyForTheBroker() throws Exception {
    try (SmallDisk disk = new SmallDisk(folder.resolve("broker/journal"), MEGABYTES);
        Cluster cluster = new Cluster("full disk", folder).start()) {
      cluster.under(
          "the broker's journal read-only",
          () -> {
            cluster.broker.kill();
            disk.makeReadOnly();
            cluster.broker.launch();
            cluster.during(FULL);
            disk.makeWritable();
            cluster.broker.kill();
            cluster.broker.start();
          });
    }
  }
}

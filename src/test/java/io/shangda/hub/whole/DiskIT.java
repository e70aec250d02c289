package io.shangda.hub.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shangda.hub.support.HubProcess;
import io.shangda.hub.support.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hub with its own engines on a disk that fills up, is full or is read-only, as the kernel says
 * it: a small file system over its data folder.
 */
class DiskIT {
  private static final int MEGABYTES = 200;

  /** Four a second, and every source is due every two seconds. */
  private static final int LOOKS_OF_FIVE_PULLS = 40;

  @TempDir Path folder;

  @BeforeEach
  void mounts() {
    assumeTrue(SmallDisk.isPossible(), "to mount a small disk needs root: run this test as root");
  }

  @Test
  void shouldStopAndSaySoWhileTheDiskIsFullAndGoOnByItselfWhenThereIsRoom() throws Exception {
    try (SmallDisk disk = new SmallDisk(folder.resolve("hub/data"), MEGABYTES);
        WholeRun run = new WholeRun(folder, Duration.ofSeconds(2))) {
      HubProcess hub = run.hub().start();
      run.watch().until("deliveries", "/sent/delivered", n -> n >= 50);

      disk.fill();

      hub.awaitLog("The disk of the data folder '" + hub.folder().resolve("data") + "' is full:");
      Awaitility.await("its health says so")
          .untilAsserted(
              () ->
                  assertThat(hub.health().toString())
                      .contains("{\"name\":\"data-folder\",\"status\":\"DOWN\"}"));
      // the database gives room back when it tidies up, and has it taken again
      run.watch().untilStill("/taken/pulled", LOOKS_OF_FIVE_PULLS, disk::fill);
      run.forAMoment(5);

      disk.makeRoom();

      hub.awaitLog("has room again; pulling goes on");
      hub.awaitReady();
      long before = run.watch().awaitNumber("/sent/delivered");
      run.watch().until("something new", "/sent/delivered", n -> n > before);
      run.shouldHaveLostAndDoubledNothing(run.embeddedDatabase());
      assertThat(hub.log()).doesNotContain("\tat ").doesNotContain("Caused by");
      assertThat(
              hub.log().lines().filter(line -> line.contains(" WARN ") || line.contains(" ERROR ")))
          .as(hub.log())
          .hasSizeLessThan(20);
    }
  }

  @Test
  void shouldRefuseToStartWhereTheDataFolderIsFullOrReadOnly() throws Exception {
    Path data = folder.resolve("data");
    try (SmallDisk disk = new SmallDisk(data, MEGABYTES);
        HubProcess hub = new HubProcess(folder)) {
      disk.fill();
      assertThat(hub.launch().awaitEnd()).isEqualTo(3);
      assertThat(hub.log())
          .startsWith("The hub did not start. The data folder '" + data + "' cannot be written")
          .contains("No space left", "Nothing was started", "make room");

      disk.makeRoom();
      disk.makeReadOnly();
      Files.delete(folder.resolve("hub.log"));
      assertThat(hub.launch().awaitEnd()).isEqualTo(3);
      assertThat(hub.log())
          .startsWith("The hub did not start. The data folder '" + data + "' cannot be written")
          .contains("Read-only file system", "Nothing was started", "mount it writable");
      assertThat(hub.log().lines()).hasSize(1);

      disk.makeWritable();
      hub.launch().awaitReady();
      assertThat(hub.get("/api/v1/ledger").at("/balanced").asBoolean()).isTrue();
      hub.close();
    }
  }
}

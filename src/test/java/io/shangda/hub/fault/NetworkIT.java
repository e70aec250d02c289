package io.shangda.hub.fault;

import io.shangda.hub.support.HubProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Wires that break, freeze and crawl, and a process that stands still for longer than its lease.
 */
@Tag("faults")
class NetworkIT {
  private static final Map<String, Function<Cluster, Tap>> WIRES =
      Map.of(
          "database", c -> c.toDatabase,
          "broker", c -> c.toBroker,
          "sources", c -> c.toSources,
          "platform", c -> c.toTarget);

  /** Longer than the lease of a pull (6 s) and of a batch (1 s, 2 s and 5 s). */
  private static final Duration LONG = Duration.ofSeconds(12);

  @TempDir static Path folder;
  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = new Cluster("network", folder).start();
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  private static Tap wire(String name) {
    return WIRES.get(name).apply(cluster);
  }

  @ParameterizedTest
  @ValueSource(strings = {"database", "broker", "sources", "platform"})
  void connectionsReset(String name) throws Exception {
    cluster.under(
        "connections to the " + name + " reset, five times",
        () -> {
          for (int i = 0; i < 5; i++) {
            wire(name).breakAll();
            cluster.untilMoreIsTaken(5);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"database", "broker", "sources", "platform"})
  void wireCut(String name) throws Exception {
    cluster.under(
        "wire to the " + name + " cut",
        () -> {
          wire(name).set(Tap.State.CUT);
          cluster.during(LONG);
          wire(name).set(Tap.State.SOUND);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"database", "broker", "sources", "platform"})
  void halfOpen(String name) throws Exception {
    cluster.under(
        "wire to the " + name + " half open",
        () -> {
          wire(name).set(Tap.State.FROZEN);
          cluster.during(LONG);
          wire(name).breakAll();
          wire(name).set(Tap.State.SOUND);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"sources", "platform"})
  void slowDrip(String name) throws Exception {
    cluster.under(
        "wire to the " + name + " slow",
        () -> {
          wire(name).set(Tap.State.SLOW);
          cluster.during(LONG);
          wire(name).set(Tap.State.SOUND);
        });
  }

  @Test
  void resetBeforeTheAnswer() throws Exception {
    cluster.under(
        "connection reset before a request was read",
        () -> {
          cluster.world.above("reset", 0, 10);
          cluster.untilMoreIsTaken(10);
        });
  }

  @Test
  @Tag("selection")
  void pausedProcess() throws Exception {
    cluster.under("a node stands still for longer than its leases", () -> pause(cluster.a));
  }

  @Test
  void pausedProcesses() throws Exception {
    cluster.under(
        "one node stands still, then the other",
        () -> {
          pause(cluster.a);
          pause(cluster.b);
        });
  }

  private static void pause(HubProcess node) throws Exception {
    signal("STOP", node);
    cluster.during(LONG);
    signal("CONT", node);
    cluster.untilMoreIsTaken(10);
  }

  private static void signal(String name, HubProcess node) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(node.pid())).start().waitFor();
  }
}

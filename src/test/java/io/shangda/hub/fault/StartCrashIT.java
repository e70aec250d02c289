package io.shangda.hub.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The very first start of a node is cut off at each of its durable steps. */
@Tag("faults")
class StartCrashIT {
  static final List<String> STEPS =
      List.of(
          "migration",
          "first user",
          "new configuration",
          "registration of sources",
          "look for a due comparison");

  @TempDir Path folder;

  static Stream<Durable.Point> points() {
    return STEPS.stream()
        .flatMap(
            step ->
                Stream.of(Durable.Moment.values()).map(moment -> new Durable.Point(step, moment)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("points")
  void shouldStartAgainWhenTheFirstStartWasCutOffAt(Durable.Point point) throws Exception {
    try (Cluster cluster = new Cluster("first start", folder)) {
      cluster.durable.arm(point, cluster.a::kill);
      cluster.a.launch();
      cluster.world.make(20);
      Awaitility.await("the node comes to its point")
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(
              () ->
                  assertThat(cluster.durable.struck())
                      .as("%s among %s", point, cluster.durable.seen())
                      .isTrue());
      cluster.a.start();
      cluster.under(
          "killed " + point.moment().name().toLowerCase(Locale.ROOT) + ": " + point.step(),
          () -> {});
    }
  }
}

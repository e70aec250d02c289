package io.shangda.hub.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node is killed at every durable step: just before it happens, and before it knows of it. */
@Tag("faults")
class CrashIT {
  private static final Set<String> STEPS =
      new TreeSet<>(
          Set.of(
              "claim of sources",
              "page",
              "page with nothing new",
              "end of a run",
              "claim of a batch",
              "outcome of a batch",
              "fold of counts",
              "seal",
              "anchor",
              "hint sent",
              "hint received",
              "hint acknowledged",
              "request to a source",
              "request to the platform"));

  /**
   * What cannot be waited for: a promotion that two transactions missed, which writes what an
   * outcome writes; a lease renewed, if a pull takes long; the look for a clock that was set, which
   * writes only if one was; slots of its own for a claim that took long; and the first look at a
   * target, mostly part of a claim.
   */
  private static final Set<String> SELDOM =
      Set.of(
          "promotion that was missed",
          "renewal of pull leases",
          "look for a clock that was set",
          "slots of a late claim",
          "first look at a target");

  @TempDir static Path folder;
  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = new Cluster("crash", folder).start();
  }

  /** A step that is new in the hub must be one to be killed at. */
  @AfterAll
  static void stop() throws IOException {
    cluster.close();
    Set<String> known = new TreeSet<>(STEPS);
    known.addAll(StartCrashIT.STEPS);
    known.addAll(SELDOM);
    assertThat(cluster.durable.seen()).isSubsetOf(known);
  }

  static Stream<Durable.Point> points() {
    return STEPS.stream()
        .flatMap(
            step ->
                Stream.of(Durable.Moment.values()).map(moment -> new Durable.Point(step, moment)))
        .filter(point -> selection().noneMatch(point::equals));
  }

  static Stream<Durable.Point> selection() {
    return Stream.of(
        new Durable.Point("page", Durable.Moment.BEFORE),
        new Durable.Point("outcome of a batch", Durable.Moment.BEFORE),
        new Durable.Point("request to the platform", Durable.Moment.AFTER));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("selection")
  @Tag("selection")
  void shouldLoseDoubleAndInvertNothingWhenKilledAtOneOfTheWorst(Durable.Point point)
      throws Exception {
    killedAt(point);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("points")
  void shouldLoseDoubleAndInvertNothingWhenKilledAt(Durable.Point point) throws Exception {
    killedAt(point);
  }

  private static void killedAt(Durable.Point point) throws Exception {
    cluster.under(
        "killed " + point.moment().name().toLowerCase(java.util.Locale.ROOT) + ": " + point.step(),
        () -> {
          cluster.durable.arm(point, cluster.a::kill);
          Awaitility.await("the node comes to its point")
              .atMost(Duration.ofMinutes(2))
              .untilAsserted(
                  () ->
                      assertThat(cluster.durable.struck())
                          .as("%s among %s", point, cluster.durable.seen())
                          .isTrue());
          cluster.a.start();
        });
  }
}

package io.shangda.hub.intake;

import static io.shangda.hub.support.CoreWorld.SOURCE;
import static io.shangda.hub.support.CoreWorld.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.source.PullFailure;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sources whose due times were stored by a clock that has been set since. */
class DueTimesTest {

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldPullInTimeAfterTheClockWasTurnedBackWhileNoHubRan(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);
    world.pull(record("a"));
    world.execute(
        "update source_state set due_at = due_at + interval '1' hour,"
            + " last_end_at = last_end_at + interval '1' hour");

    assertThat(world.pull(record("b")).planned()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldEndTheLeaseOfADeadNodeInTimeAfterTheClockWasTurnedBack(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);
    world.claim();
    world.execute("update source_state set due_at = due_at + interval '1' hour");

    world.pulls.claim(1);

    assertThat(due(world, "due_at < current_timestamp + interval '1' minute")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldNotTakeASourceFromItselfWhenTheEmbeddedClockIsSetForward(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);
    PullClaim claim = world.claim();
    world.execute("update source_state set due_at = due_at - interval '1' hour");

    set(world, Duration.ofHours(1));

    assertThat(world.pulls.claim(1)).isEmpty();
    assertThat(world.pulls.goesOn(claim)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldWaitAsLongAsASourceAskedForWhenTheEmbeddedClockIsSetForward(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);
    world.pulls.failed(
        world.claim(), new PullFailure(PullFailure.Kind.AWAY, "503", Duration.ofMinutes(5), null));
    world.execute("update source_state set due_at = due_at - interval '1' hour");

    set(world, Duration.ofHours(1));

    assertThat(world.pulls.claim(1)).isEmpty();
    assertThat(due(world, "due_at < current_timestamp + interval '6' minute")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldPullInTimeWhenTheEmbeddedClockIsSetBack(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);
    world.pull(record("a"));
    world.execute("update source_state set due_at = due_at + interval '1' hour");

    set(world, Duration.ofHours(-1));

    assertThat(world.pull(record("b")).planned()).isEqualTo(1);
  }

  private static void set(CoreWorld world, Duration by) {
    DueTimes due = new DueTimes(world.config, Duration.ofSeconds(30));
    world.database.execute(c -> due.clockSet(c, DatabaseTime.now(c).minus(by), by));
  }

  private static boolean due(CoreWorld world, String condition) {
    return world.number(
            "select count(*) from source_state where source = '" + SOURCE + "' and " + condition)
        == 1;
  }
}

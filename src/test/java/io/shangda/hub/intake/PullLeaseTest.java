package io.shangda.hub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A source is pulled by one node at a time, and soon by another when that one is dead. */
class PullLeaseTest {
  private static final String LEASED =
      "select count(*) from source_state where due_at > current_timestamp + interval '25' second";

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldKeepTheLeaseOfASourceAsLongAsItIsPulled(Dialect dialect) {
    // Given
    CoreWorld world = world(dialect);
    PullClaim claim = world.claim();
    leaseEndsIn(world, 5);
    // When
    world.pulls.keep(List.of(claim));
    // Then
    assertThat(world.number(LEASED)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldLeaveALapsedLeaseToWhoeverTakesIt(Dialect dialect) {
    // Given
    CoreWorld world = world(dialect);
    PullClaim dead = world.claim();
    leaseEndsIn(world, -1);
    // When
    world.pulls.keep(List.of(dead));
    PullClaim taken = world.claim();
    // Then
    assertThat(taken.token()).isGreaterThan(dead.token());
    assertThat(world.pulls.goesOn(dead)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldNotPutOffASourceThatIsNotBeingPulled(Dialect dialect) {
    // Given
    CoreWorld world = world(dialect);
    PullClaim claim = world.claim();
    world.pulls.complete(claim);
    leaseEndsIn(world, 5);
    // When
    world.pulls.keep(List.of(claim));
    // Then
    assertThat(world.number(LEASED)).isZero();
  }

  private static CoreWorld world(Dialect dialect) {
    return new CoreWorld(dialect, CoreWorld.target(CoreWorld.PROVINCE, 10, 10));
  }

  private static void leaseEndsIn(CoreWorld world, int seconds) {
    world.execute(
        "update source_state set due_at = current_timestamp + interval '" + seconds + "' second");
  }
}

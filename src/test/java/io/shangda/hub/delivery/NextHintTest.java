package io.shangda.hub.delivery;

import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.said;
import static io.shangda.hub.support.CoreWorld.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.delivery.Outcomes.Settled;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever settles a batch hints at the next one if there is one, and only then. */
@ParameterizedClass
@EnumSource(Dialect.class)
class NextHintTest {
  private final CoreWorld world;

  NextHintTest(Dialect dialect) {
    world = new CoreWorld(dialect);
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
  }

  @Test
  void shouldHintAtNothingWhenNothingElseIsDue() {
    world.pull(record("a"));

    world.settle(world.claimed(), d -> said(Word.ACCEPTED));

    assertThat(world.settled()).isEqualTo(Settled.DONE);
  }

  @Test
  void shouldHintAtABatchThatWaitsForItsTurn() {
    world.pull(record("a"));
    Claimed first = world.claimed();
    world.pull(record("b"));

    world.settle(first, d -> said(Word.ACCEPTED));

    assertThat(world.settled()).isEqualTo(Settled.MORE_DUE);
  }

  @Test
  void shouldHintAtTheChildThatAnAcceptedParentWokeUp() {
    world.pull(record("a"), step("s", "a"));

    world.settle(world.claimed(), d -> said(Word.ACCEPTED));

    assertThat(world.states("s")).isEqualTo("1:batched");
    assertThat(world.settled()).isEqualTo(Settled.MORE_DUE);
  }

  @Test
  void shouldHintAtTheLaterVersionThatWaited() {
    world.pull(record("a"));
    Claimed first = world.claimed();
    world.pull(record("a", "v", "2"));

    world.settle(first, d -> said(Word.ACCEPTED));

    assertThat(world.settled()).isEqualTo(Settled.MORE_DUE);
  }

  @Test
  void shouldLeaveARetryToTheClock() {
    world.pull(record("a"));

    world.settleAll(world.claimed(), new Reading.Unknown(true, "no answer"));

    assertThat(world.states("a")).isEqualTo("1:batched");
    assertThat(world.settled()).isEqualTo(Settled.DONE);
  }
}

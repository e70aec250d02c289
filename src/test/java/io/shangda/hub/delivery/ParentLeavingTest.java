package io.shangda.hub.delivery;

import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.said;
import static io.shangda.hub.support.CoreWorld.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A child of a record that is being withdrawn at the target. */
@ParameterizedClass
@EnumSource(Dialect.class)
class ParentLeavingTest {
  private final CoreWorld world;

  ParentLeavingTest(Dialect dialect) {
    world = new CoreWorld(dialect);
    world.pull(record("p"));
    world.acceptAll();
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
  }

  @Test
  void shouldWaitWhileTheWithdrawalOfItsParentIsOnItsWay() {
    world.pull(record("p", "deleted", "true"));
    Claimed withdrawal = world.claimed();

    world.pull(step("s", "p"));
    world.outbox.relay().sweep();

    assertThat(world.states("s")).isEqualTo("1:waiting");
    world.settle(withdrawal, d -> said(Word.ACCEPTED));
    assertThat(world.acceptAll()).isEmpty();
    assertThat(world.states("s")).isEqualTo("1:waiting");
  }

  @Test
  void shouldWaitWhenItComesInThePageThatWithdrawsItsParent() {
    world.pull(step("s", "p"), record("p", "deleted", "true"));

    assertThat(world.states("s")).isEqualTo("1:waiting");
    assertThat(world.acceptAll())
        .extracting(Delivery::operation)
        .containsExactly(Operation.WITHDRAW);
  }

  @Test
  void shouldWaitWhenTheWithdrawalItselfStillWaits() {
    world.pull(record("p", "n", "2"));
    Claimed update = world.claimed();
    world.pull(record("p", "deleted", "true"));

    world.pull(step("s", "p"));

    assertThat(world.states("p")).isEqualTo("1:delivered 2:batched 3:waiting");
    assertThat(world.states("s")).isEqualTo("1:waiting");
    world.settle(update, d -> said(Word.ACCEPTED));
  }

  @Test
  void shouldGoWhenTheTargetKeepsItsParent() {
    world.pull(record("p", "deleted", "true"));
    Claimed withdrawal = world.claimed();
    world.pull(step("s", "p"));

    world.settle(withdrawal, d -> CoreWorld.refused("已公示，不能撤回"));

    assertThat(world.acceptAll()).extracting(d -> d.record().key()).containsExactly("s");
  }

  @Test
  void shouldGoWhenItsParentIsBack() {
    world.pull(record("p", "deleted", "true"));
    world.pull(step("s", "p"));
    world.acceptAll();

    world.pull(record("p", "n", "3"));

    assertThat(world.acceptAll()).extracting(d -> d.record().key()).containsExactly("p", "s");
  }
}

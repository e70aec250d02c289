package io.shangda.hub.delivery;

import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.refused;
import static io.shangda.hub.support.CoreWorld.said;
import static io.shangda.hub.support.CoreWorld.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.push.Delivery;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person can do with a dead letter. */
@ParameterizedClass
@EnumSource(Dialect.class)
class DeadDeliveryTest {
  private static final Actor CLERK = new Actor("clerk", "looked into it");

  private static final DeadLetters.Filter ALL =
      new DeadLetters.Filter(null, null, null, null, null, null);

  private final CoreWorld world;

  DeadDeliveryTest(Dialect dialect) {
    world = new CoreWorld(dialect);
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
  }

  @Test
  void shouldReplayTheNewestVersionUnderANewKeyAfterARefusal() {
    world.pull(record("a"));
    Hash refused = world.sendAll(d -> refused("bad")).get(0).key();

    assertThat(world.outbox.deadLetters().replay(ALL, true, CLERK).changed()).isEqualTo(1);
    assertThat(world.states("a")).isEqualTo("1:dead");
    DeadLetters.Outcome outcome = world.outbox.deadLetters().replay(ALL, false, CLERK);

    assertThat(outcome.changed()).isEqualTo(1);
    assertThat(world.acceptAll().get(0).key()).isNotEqualTo(refused);
    assertThat(world.states("a")).isEqualTo("1:delivered");
  }

  @Test
  void shouldReplayUnderTheSameKeyWhatWasNeverRefused() {
    world.pull(record("a"));
    Hash key = world.claimed().deliveries().get(0).key();
    world.lapse();
    for (int i = 0; i < 3; i++) {
      world.settle(world.claimed(), d -> said(Word.LATER));
    }
    assertThat(world.states("a")).isEqualTo("1:dead");

    world.outbox.deadLetters().replay(ALL, false, CLERK);

    assertThat(world.acceptAll()).extracting(Delivery::key).containsExactly(key);
  }

  @Test
  void shouldReplayOnlyTheNewestVersion() {
    world.pull(record("a"));
    world.sendAll(d -> refused("bad"));
    world.pull(record("a", "v", "2"));
    world.acceptAll();

    DeadLetters.Outcome outcome = world.outbox.deadLetters().replay(ALL, false, CLERK);

    assertThat(outcome.superseded()).isEqualTo(1);
    assertThat(world.states("a")).isEqualTo("1:superseded 2:delivered");
  }

  @Test
  void shouldReleaseChildrenWhenADeadParentIsReplayedAndAccepted() {
    world.pull(record("a"), step("s", "a"));
    world.sendAll(d -> refused("bad"));

    world.outbox.deadLetters().replay(ALL, false, CLERK);

    assertThat(world.acceptAll()).extracting(d -> d.record().key()).containsExactly("a", "s");
  }

  @Test
  void shouldCloseWithAReason() {
    world.pull(record("a"));
    world.sendAll(d -> refused("bad"));

    world.outbox.deadLetters().close(ALL, false, CLERK);

    assertThat(world.states("a")).isEqualTo("1:closed");
    assertThat(
            world.number(
                "select count(*) from audit_event where event = 'closed' and content like '%looked into it%'"))
        .isEqualTo(1);
  }
}

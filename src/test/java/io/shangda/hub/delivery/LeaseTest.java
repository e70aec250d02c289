package io.shangda.hub.delivery;

import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Rows;
import io.shangda.hub.support.CoreWorld;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A batch whose lease was lost, given back, or missed by a wake-up. */
@ParameterizedClass
@EnumSource(Dialect.class)
class LeaseTest {
  private final CoreWorld world;

  LeaseTest(Dialect dialect) {
    world = new CoreWorld(dialect);
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
  }

  @Test
  void shouldDiscardTheOutcomeOfALostLease() {
    world.pull(record("a"));
    Claimed paused = world.claimed();
    world.lapse();
    Claimed second = world.claimed();

    assertThat(world.settle(paused, d -> said(Word.REJECTED))).isFalse();

    assertThat(world.states("a")).isEqualTo("1:batched");
    assertThat(world.settle(second, d -> said(Word.ACCEPTED))).isTrue();
  }

  @Test
  void shouldGiveBackWhatWasNotPostedWithItsOldAttemptNumber() {
    world.pull(record("a"), record("b"));
    Claimed claimed = world.claimed();
    List<Reading> readings =
        List.of(new Reading.Results(List.of(said(Word.ACCEPTED))), new Reading.Untouched());
    world.outbox.outcomes().settle(claimed, CoreWorld.requests(claimed), readings, List.of());

    Claimed rest = world.claimed();

    assertThat(rest.batch()).isEqualTo(claimed.batch());
    assertThat(rest.attempt()).isEqualTo(1);
    assertThat(rest.reached()).isFalse();
    assertThat(rest.deliveries()).hasSize(1);
  }

  @Test
  void shouldRepairAMissedWakeUp() {
    world.pull(record("a"));
    Claimed first = world.claimed();
    world.pull(record("a", "v", "2"));
    world.execute("update delivery set state = 'delivered' where batch = " + first.batch());
    world.execute("delete from batch where id = " + first.batch());

    world.outbox.relay().sweep();

    assertThat(world.acceptAll()).extracting(Delivery::version).containsExactly(2);
  }

  @Test
  void shouldComeToAMissedWakeUpBehindManyThatWaitRightly() {
    Rows rightly = new Rows("delivery_wait", "delivery", "record", "version", "target", "parent");
    for (long i = 0; i < 7000; i++) {
      rightly.add(-7000 + i, -7000 + i, 1, "province", -8000L); // a parent nobody has seen
    }
    world.database.execute(c -> world.database.bulk().insert(c, rightly));
    world.pull(record("a"));
    Claimed first = world.claimed();
    world.pull(record("a", "v", "2"));
    world.execute("update delivery set state = 'delivered' where batch = " + first.batch());
    world.execute("delete from batch where id = " + first.batch());

    world.outbox.relay().sweep();
    assertThat(world.acceptAll()).isEmpty();
    world.outbox.relay().sweep();
    assertThat(world.acceptAll()).extracting(Delivery::version).containsExactly(2);

    world.execute("delete from delivery_wait");
  }
}

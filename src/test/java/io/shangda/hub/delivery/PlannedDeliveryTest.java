package io.shangda.hub.delivery;

import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.refused;
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

/** A delivery until it may go out: what it waits for, and as what it goes. */
@ParameterizedClass
@EnumSource(Dialect.class)
class PlannedDeliveryTest {
  private final CoreWorld world;

  PlannedDeliveryTest(Dialect dialect) {
    world = new CoreWorld(dialect);
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
  }

  @Test
  void shouldBatchAPlannedDeliveryWhenNothingIsOpen() {
    world.pull(record("a"));

    assertThat(world.states("a")).isEqualTo("1:batched");
    Claimed claimed = world.claimed();
    assertThat(claimed.deliveries())
        .extracting(Delivery::operation)
        .containsExactly(Operation.INSERT);
    assertThat(claimed.attempt()).isEqualTo(1);
    assertThat(claimed.reached()).isFalse();
  }

  @Test
  void shouldLetALaterVersionWaitWhileAnEarlierOneIsOpen() {
    world.pull(record("a"));
    Claimed first = world.claimed();

    world.pull(record("a", "v", "2"));

    assertThat(world.states("a")).isEqualTo("1:batched 2:waiting");
    assertThat(world.claimBatch()).isNull();
    world.settle(first, d -> said(Word.ACCEPTED));
    assertThat(world.states("a")).isEqualTo("1:delivered 2:batched");
  }

  @Test
  void shouldLetAChildWaitForItsParentAndNeverShareARequestWithIt() {
    world.pull(step("s", "a"), record("a"));

    assertThat(world.states("a")).isEqualTo("1:batched");
    assertThat(world.states("s")).isEqualTo("1:waiting");
    Claimed parent = world.claimed();
    assertThat(parent.deliveries()).hasSize(1);
    world.settle(parent, d -> said(Word.ACCEPTED));
    assertThat(world.states("s")).isEqualTo("1:batched");
  }

  @Test
  void shouldLetAChildWaitForAParentNobodyHasSeenYet() {
    world.pull(step("s", "later"));
    assertThat(world.acceptAll()).isEmpty();

    world.pull(record("later"));

    assertThat(world.acceptAll()).extracting(d -> d.record().key()).containsExactly("later", "s");
  }

  @Test
  void shouldKeepAChildOfADeadParentWaiting() {
    world.pull(record("a"), step("s", "a"), record("b"));

    world.sendAll(
        d -> d.record().key().equals("a") ? refused("no such item") : said(Word.ACCEPTED));

    assertThat(world.states("a")).isEqualTo("1:dead");
    assertThat(world.states("s")).isEqualTo("1:waiting");
    assertThat(world.states("b")).isEqualTo("1:delivered");
  }

  @Test
  void shouldBatchAChildAtOnceWhenItsParentIsAccepted() {
    world.pull(record("a"));
    world.acceptAll();

    world.pull(step("s", "a"));

    assertThat(world.states("s")).isEqualTo("1:batched");
  }

  @Test
  void shouldKeepAChildOfAHeldOrRejectedParentWaiting() {
    world.pull(
        record("held", "hold", "spam"),
        step("of-held", "held"),
        record("rejected", "reject", "wrong"),
        step("of-rejected", "rejected"),
        record("b"));

    assertThat(world.acceptAll()).extracting(d -> d.record().key()).containsExactly("b");

    assertThat(world.states("of-held") + " " + world.states("of-rejected"))
        .isEqualTo("1:waiting 1:waiting");
  }

  @Test
  void shouldFixTheOperationOnPromotionFromWhatTheTargetAcceptedLast() {
    world.pull(record("a"));
    Claimed first = world.claimed();
    world.pull(record("a", "v", "2"));
    world.settle(first, d -> refused("bad"));

    assertThat(world.claimed().deliveries())
        .extracting(Delivery::operation)
        .containsExactly(Operation.INSERT);
  }

  @Test
  void shouldUpdateWithTheSameTargetKeyWhatTheTargetHas() {
    world.pull(record("a"));
    String key = world.acceptAll().get(0).targetKey();

    world.pull(record("a", "v", "2"));

    Delivery update = world.acceptAll().get(0);
    assertThat(update.operation()).isEqualTo(Operation.UPDATE);
    assertThat(update.targetKey()).isEqualTo(key).hasSize(22);
  }

  @Test
  void shouldSupersedeAllButTheNewestOfWhatWaits() {
    world.pull(record("a"));
    Claimed first = world.claimed();
    world.pull(record("a", "v", "2"));
    world.pull(record("a", "v", "3"));

    world.settle(first, d -> said(Word.ACCEPTED));

    assertThat(world.states("a")).isEqualTo("1:delivered 2:superseded 3:batched");
  }

  @Test
  void shouldWithdrawNothingFromATargetThatNeverHadTheRecord() {
    world.pull(record("a"));
    Claimed first = world.claimed();
    world.pull(record("a", "deleted", "true"));
    world.settle(first, d -> refused("bad"));

    assertThat(world.states("a")).isEqualTo("1:dead 2:withdrawn");
    assertThat(world.claimBatch()).isNull();
  }

  @Test
  void shouldWithdrawWhatTheTargetHas() {
    world.pull(record("a"));
    world.acceptAll();

    world.pull(record("a", "deleted", "true"));

    Delivery withdrawal = world.acceptAll().get(0);
    assertThat(withdrawal.operation()).isEqualTo(Operation.WITHDRAW);
    assertThat(withdrawal.payload()).isNull();
    assertThat(world.states("a")).isEqualTo("1:delivered 2:delivered");
  }

  @Test
  void shouldInsertAgainAfterAWithdrawal() {
    world.pull(record("a"));
    world.acceptAll();
    world.pull(record("a", "deleted", "true"));
    world.acceptAll();

    world.pull(record("a", "v", "3"));

    assertThat(world.acceptAll()).extracting(Delivery::operation).containsExactly(Operation.INSERT);
  }
}

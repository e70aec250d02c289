package io.shangda.hub.delivery;

import static io.shangda.hub.support.CoreWorld.PROVINCE;
import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.said;
import static io.shangda.hub.support.CoreWorld.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A batch whose outcome the hub cannot store, whatever the reason. */
@ParameterizedClass
@EnumSource(Dialect.class)
class UnsettledBatchTest {
  private final CoreWorld world;

  UnsettledBatchTest(Dialect dialect) {
    world =
        new CoreWorld(
            dialect,
            target(PROVINCE, 10, 10, o -> o.retry(Duration.ofMinutes(1), Duration.ofHours(1), 3)));
    // what the database refuses to store stands for all that can go wrong there
    world.execute("alter table delivery add constraint no_poison check (receipt <> 'POISON')");
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
    assertThat(
            world.number(
                "select count(*) from batch b where b.records <> (select count(*) from delivery d"
                    + " where d.batch = b.id and d.state = 'batched')"))
        .isZero();
  }

  @Test
  void shouldWaitBeforeItIsSentAgainAsAfterNoAnswer() {
    world.pull(record("a"), record("b"));

    world.settle(world.claimed(), this::poisonsB);

    assertThat(world.claimBatch()).as("due at once").isNull();
    assertThat(
            world.number(
                "select count(*) from batch where not sending and attempt = 1 and reached and"
                    + " due_at > current_timestamp + interval '20' second and last_error is not"
                    + " null"))
        .isEqualTo(1);
    assertThat(world.number("select count(*) from exchange")).isZero(); // the test has no wire
    assertThat(world.number("select count(*) from audit_event where event = 'batch-unsettled'"))
        .isEqualTo(1);
  }

  @Test
  void shouldOpenTheBreakerWhenNothingCanBeStored() {
    world.pull(record("b"));
    world.execute("update batch set unsettled = -10"); // so that it is not parked before

    for (int i = 0; i < 5; i++) {
      world.lapse();
      world.settle(world.claimed(), this::poisonsB);
    }

    assertThat(world.number("select count(*) from target_state where breaker = 'open'"))
        .isEqualTo(1);
    assertThat(world.number("select count(*) from audit_event where event = 'breaker-opened'"))
        .isEqualTo(1);
  }

  @Test
  void shouldParkTheOneRecordWhoseOutcomeCannotBeStoredAndSettleTheOthers() {
    world.pull(record("a"), record("b"), record("c"), record("d"), record("e"));
    List<Claimed> sent = new ArrayList<>();

    for (int i = 0; i < 20 && world.number("select count(*) from batch") > 0; i++) {
      world.reopenBreaker();
      world.lapse();
      Claimed claimed = world.claimed();
      sent.add(claimed);
      world.settle(claimed, this::poisonsB);
    }

    assertThat(world.states("b")).isEqualTo("1:dead");
    for (String key : List.of("a", "c", "d", "e")) {
      assertThat(world.states(key)).as(key).isEqualTo("1:delivered");
    }
    assertThat(
            world.number(
                "select count(*) from dead_letter where not refused and message like '%store its"
                    + " outcome%'"))
        .isEqualTo(1);
    assertThat(world.events("b")).contains("parked-unsettled by hub");
    assertThat(
            sent.stream()
                .flatMap(claimed -> claimed.deliveries().stream())
                .filter(d -> d.record().key().equals("b"))
                .map(Delivery::key)
                .distinct())
        .as("keys it was sent under")
        .hasSize(1);
  }

  @Test
  void shouldGoOnAsIfNothingHadHappenedWhenItCanBeStoredAgain() {
    world.pull(record("a"), record("b"));
    world.settle(world.claimed(), this::poisonsB);
    world.lapse();

    world.settle(world.claimed(), d -> said(Word.DUPLICATE));

    assertThat(world.states("a") + " " + world.states("b")).isEqualTo("1:delivered 1:delivered");
  }

  @Test
  void shouldNotCountAsReachedWhatCouldNotEvenBeMade() {
    world.pull(record("a"));
    Claimed claimed = world.claimed();

    world.outbox.outcomes().unsettled(claimed, List.of(), List.of(), new RuntimeException("oh"));

    assertThat(world.number("select count(*) from batch where not reached and not sending"))
        .isEqualTo(1);
    assertThat(world.claimBatch()).isNull();
  }

  private Reading.Result poisonsB(Delivery delivery) {
    return new Reading.Result(
        Word.ACCEPTED, delivery.record().key().equals("b") ? "POISON" : "R-1", "");
  }
}

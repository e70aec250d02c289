package io.shangda.hub.delivery;

import static io.shangda.hub.support.CoreWorld.PROVINCE;
import static io.shangda.hub.support.CoreWorld.hub;
import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.said;
import static io.shangda.hub.support.CoreWorld.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a claim that the rate limits to a few requests does with the rest of its batch. */
@ParameterizedClass
@EnumSource(Dialect.class)
class GivenBackTest {
  private final CoreWorld world;

  GivenBackTest(Dialect dialect) {
    world = new CoreWorld(dialect, target(PROVINCE, 10, 1));
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
    assertThat(
            world.number(
                "select count(*) from batch b where b.records <>"
                    + " (select count(*) from delivery d where d.batch = b.id and d.state = 'batched')"))
        .isZero();
  }

  @Test
  void shouldLeaveTheRestOfALimitedClaimAsItWas() {
    // Given: a batch that was put off once, then two slots a second
    pullFour();
    world.settle(world.claimed(), d -> said(Word.LATER));
    limit(3); // nine tenths of it make two

    // When
    Claimed limited = world.claimed();
    world.settle(limited, d -> said(Word.ACCEPTED));

    // Then
    assertThat(limited.deliveries()).hasSize(2);
    assertThat(limited.attempt()).isEqualTo(2);
    assertThat(batches("attempt = 1 and failures = 1 and failed_at is not null and not sending"))
        .isEqualTo(1);
    assertThat(batches("records = 2")).isEqualTo(1);
  }

  @Test
  void shouldParkTheRestOfALimitedClaimAfterAsManyFailuresAsAnyOther() {
    pullFour();
    for (int i = 0; i < 2; i++) {
      world.settle(world.claimed(), d -> said(Word.LATER));
    }
    limit(3); // nine tenths of it make two

    for (int i = 0; i < 2; i++) {
      free();
      world.settle(world.claimed(), d -> said(Word.LATER));
    }

    assertThat(world.number("select count(*) from delivery where state = 'dead'")).isEqualTo(4);
  }

  @Test
  void shouldMoveWhatFailedOutOfABatchWhoseRestWasNotClaimed() {
    pullFour();
    limit(3); // nine tenths of it make two

    Claimed limited = world.claimed();
    world.settle(limited, d -> said(d.record().key().equals("a") ? Word.LATER : Word.ACCEPTED));

    assertThat(batches("id = " + limited.batch() + " and records = 2 and failures = 0"))
        .isEqualTo(1);
    assertThat(batches("id <> " + limited.batch() + " and records = 1 and failures = 1"))
        .isEqualTo(1);
  }

  @Test
  void shouldKeepTheRestTogetherWithWhatWasNotTried() {
    pullFour();
    limit(3); // nine tenths of it make two

    Claimed limited = world.claimed();
    world.settleAll(limited, new Reading.Untouched());

    assertThat(batches("id = " + limited.batch() + " and records = 4 and attempt = 0"))
        .isEqualTo(1);
  }

  private void pullFour() {
    world.pull(record("a"), record("b"), record("c"), record("d"));
  }

  private void limit(int rate) {
    world.config.apply(hub(target(PROVINCE, 10, 1, t -> t.rate(rate))));
    free();
  }

  /** As if the second the slots were reserved in were over. */
  private void free() {
    world.execute("update target_state set next_send_at = current_timestamp - interval '1' second");
  }

  private long batches(String condition) {
    return world.number("select count(*) from batch where " + condition);
  }
}

package io.shangda.hub.delivery;

import static io.shangda.hub.support.CoreWorld.PROVINCE;
import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.said;
import static io.shangda.hub.support.CoreWorld.step;
import static io.shangda.hub.support.CoreWorld.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Clocks that are wrong or jump: the database's alone says what is due. */
@ParameterizedClass
@EnumSource(Dialect.class)
class ClockTest {
  private final Dialect dialect;

  ClockTest(Dialect dialect) {
    this.dialect = dialect;
  }

  @Test
  void shouldSendAtOnceWhatANodeWithAFastClockPlansAndPromotes() {
    CoreWorld fast = world(Duration.ofHours(1));
    fast.pull(record("a"));

    Claimed first = fast.claimed();
    fast.pull(record("a", "v", "2"));
    fast.settle(first, d -> said(Word.ACCEPTED));

    assertThat(fast.claimed().deliveries()).extracting(d -> d.version()).containsExactly(2);
  }

  @Test
  void shouldNotLetANodeWithASlowClockJumpTheQueue() {
    CoreWorld slow = world(Duration.ofHours(-1));
    slow.pull(record("a"));

    assertThat(
            slow.number(
                "select count(*) from batch where due_at > current_timestamp - interval '1' minute"))
        .isEqualTo(1);
  }

  @Test
  void shouldEndALeaseInTimeAfterTheClockWasTurnedBack() {
    CoreWorld world = world(Duration.ZERO);
    world.pull(record("a"));
    Claimed lost = world.claimed();
    world.execute("update batch set due_at = due_at + interval '1' hour");

    world.outbox.relay().sweep();

    assertThat(
            world.number(
                "select count(*) from batch where sending and due_at < current_timestamp + interval '1' minute"))
        .isEqualTo(1);
    assertThat(world.settle(lost, d -> said(Word.ACCEPTED))).isTrue();
    assertThat(world.states("a")).isEqualTo("1:delivered");
  }

  @Test
  void shouldResendUnderTheSameKeyWhenTheClockJumpsForwardOverALease() {
    CoreWorld world = world(Duration.ZERO);
    world.pull(record("a"));
    Claimed first = world.claimed();
    world.execute("update batch set due_at = due_at - interval '1' hour");

    Claimed second = world.claimed();

    assertThat(second.deliveries().get(0).key()).isEqualTo(first.deliveries().get(0).key());
    assertThat(world.settle(first, d -> said(Word.ACCEPTED))).isFalse();
    assertThat(world.settle(second, d -> said(Word.DUPLICATE))).isTrue();
    assertThat(world.states("a")).isEqualTo("1:delivered");
  }

  @Test
  void shouldOpenTheBreakerAndTheRateInTimeAfterTheClockWasTurnedBack() {
    CoreWorld world = new CoreWorld(dialect, target(PROVINCE, 10, 1, options -> options.rate(100)));
    world.pull(record("a"));
    for (int i = 0; i < 5; i++) {
      world.settleAll(world.claimed(), new Reading.Unknown(true, "no answer"));
    }
    world.execute(
        "update target_state set breaker_until = breaker_until + interval '1' hour,"
            + " next_send_at = next_send_at + interval '1' hour");

    world.outbox.relay().sweep();

    assertThat(world.acceptAll()).hasSize(1);
  }

  @Test
  void shouldRetryInTimeAfterTheClockWasTurnedBack() {
    CoreWorld world = world(Duration.ZERO);
    world.pull(record("a"));
    world.settleAll(world.claimed(), new Reading.Unknown(true, "no answer"));
    world.execute(
        "update batch set due_at = due_at + interval '1' hour, failed_at = failed_at + interval '1' hour");

    world.outbox.relay().sweep();

    assertThat(world.acceptAll()).hasSize(1);
  }

  @Test
  void shouldSendInTimeWhatWasPlannedBeforeTheClockWasTurnedBack() {
    CoreWorld world = world(Duration.ZERO);
    world.pull(record("a"));
    world.execute("update batch set due_at = due_at + interval '1' hour");

    world.outbox.relay().sweep();

    assertThat(world.acceptAll()).hasSize(1);
  }

  @Test
  void shouldKeepALeaseWhenTheEmbeddedClockIsSetForward() {
    CoreWorld world = world(Duration.ZERO);
    world.pull(record("a"));
    Claimed claimed = world.claimed();
    world.execute("update batch set due_at = due_at - interval '1' hour");

    set(world, Duration.ofHours(1));

    assertThat(world.outbox.claims().claim(PROVINCE)).isNull();
    assertThat(world.settle(claimed, d -> said(Word.ACCEPTED))).isTrue();
  }

  @Test
  void shouldWaitAsLongAsAskedForWhenTheEmbeddedClockIsSetForward() {
    CoreWorld world = world(Duration.ZERO);
    world.pull(record("a"));
    world.claimed();
    world.execute("update batch set due_at = current_timestamp, sending = false");
    world.execute("update target_state set wait_until = current_timestamp - interval '59' minute");

    set(world, Duration.ofHours(1));

    assertThat(world.outbox.relay().hints()).isEmpty();
    assertThat(world.outbox.claims().claim(PROVINCE)).isNull();
  }

  @Test
  void shouldSendAndRetryInTimeWhenTheEmbeddedClockIsSetBack() {
    CoreWorld world = world(Duration.ZERO);
    world.pull(record("a"));
    world.execute("update batch set due_at = due_at + interval '1' hour");
    world.execute("update target_state set next_send_at = next_send_at + interval '1' hour");

    set(world, Duration.ofHours(-1));

    assertThat(world.acceptAll()).hasSize(1);
  }

  @Test
  void shouldNotCountTheHourThatTheEmbeddedClockWasSetForwardAsAWaitForTheParent() {
    CoreWorld world = world(Duration.ZERO);
    world.pull(record("a"), step("s", "a"));
    world.execute("update delivery_wait set since_at = since_at - interval '1' hour");

    set(world, Duration.ofHours(1));

    assertThat(
            world.number(
                "select count(*) from delivery_wait where since_at > current_timestamp - interval '1' minute"))
        .isEqualTo(1);
  }

  /** The clock shows what it shows now because it was set a moment ago. */
  private static void set(CoreWorld world, Duration by) {
    world.database.execute(c -> ClockSet.mend(c, DatabaseTime.now(c).minus(by), by));
  }

  private CoreWorld world(Duration wrongBy) {
    return new CoreWorld(
        dialect, Clock.offset(Clock.systemUTC(), wrongBy), target(PROVINCE, 10, 1));
  }
}

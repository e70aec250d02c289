package io.shangda.hub.delivery;

import static io.shangda.hub.support.CoreWorld.PROVINCE;
import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.said;
import static io.shangda.hub.support.CoreWorld.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What was planned before a restore may have been sent since the backup; what comes after was not.
 */
@ParameterizedClass
@EnumSource(Dialect.class)
class EpochsTest {
  private static final Actor PERSON = new Actor("clerk", "a backup was put back");

  private final CoreWorld world;

  EpochsTest(Dialect dialect) {
    world = new CoreWorld(dialect, target(PROVINCE, 10, 1));
  }

  @Test
  void shouldSendWhatTheBackupHeldUnderItsOldKeyAndVersion() {
    world.pull(record("a"));
    Delivery before = world.claimed().deliveries().get(0);
    world.execute("update batch set sending = false, due_at = current_timestamp, attempt = 0");

    world.restored();
    Delivery after = world.claimed().deliveries().get(0);

    assertThat(after.key()).isEqualTo(before.key());
    assertThat(after.recordVersion()).isEqualTo(before.recordVersion()).isEqualTo("1.1");
  }

  @Test
  void shouldSendWhatTheBackupHeldBeforeWhatCameSince() {
    world.pull(record("a"));
    world.restored();
    world.pull(record("a", "v", "2"));

    List<Delivery> sent = world.sendAll(d -> said(d.version() == 1 ? Word.STALE : Word.ACCEPTED));

    assertThat(sent).extracting(Delivery::recordVersion).containsExactly("1.1", epoch() + ".2");
    assertThat(world.states("a")).isEqualTo("1:superseded 2:delivered");
  }

  @Test
  void shouldTakeItForItsOwnThatATargetAlreadyHasWhatTheBackupHeld() {
    world.pull(record("batched"));
    Claimed first = world.claimed();
    world.pull(record("waiting"), record("batched", "v", "2"));
    world.execute("update batch set sending = false, due_at = current_timestamp, attempt = 0");
    world.restored();

    world.sendAll(d -> said(Word.DUPLICATE));

    assertThat(first.deliveries()).hasSize(1);
    assertThat(world.states("batched")).isEqualTo("1:delivered 2:delivered");
    assertThat(world.states("waiting")).isEqualTo("1:delivered");
  }

  @Test
  void shouldUpdateWhatATargetAlreadyHasOfWhatCameSince() {
    world.restored();
    world.pull(record("a"));

    List<Delivery> sent =
        world.sendAll(
            d -> said(d.operation() == Operation.INSERT ? Word.DUPLICATE : Word.ACCEPTED));

    assertThat(sent)
        .extracting(Delivery::operation)
        .containsExactly(Operation.INSERT, Operation.UPDATE);
    assertThat(sent).extracting(Delivery::key).doesNotHaveDuplicates();
    assertThat(sent).extracting(Delivery::recordVersion).containsOnly(epoch() + ".1");
    assertThat(world.states("a")).isEqualTo("1:delivered");
    assertThat(
            world.number("select count(*) from audit_event where event = 'insert-turned-update'"))
        .isEqualTo(1);
  }

  @Test
  void shouldUpdateItTooWhereAnAnswerWasLost() {
    world.restored();
    world.pull(record("a"));
    Claimed lost = world.claimed();
    world.execute("update batch set due_at = current_timestamp");

    List<Delivery> sent =
        world.sendAll(
            d -> said(d.operation() == Operation.INSERT ? Word.DUPLICATE : Word.ACCEPTED));

    assertThat(lost.deliveries()).hasSize(1);
    assertThat(sent)
        .extracting(Delivery::operation)
        .containsExactly(Operation.INSERT, Operation.UPDATE);
    assertThat(world.states("a")).isEqualTo("1:delivered");
  }

  @Test
  void shouldWithdrawWhatATargetHasOfWhatCameSinceAlthoughItIsDeletedMeanwhile() {
    world.restored();
    world.pull(record("a"));
    Claimed insert = world.claimed();
    world.pull(record("a", "deleted", "true"));
    world.settle(insert, d -> said(Word.DUPLICATE));

    List<Delivery> sent = world.acceptAll();

    assertThat(sent)
        .extracting(Delivery::operation)
        .containsExactly(Operation.UPDATE, Operation.WITHDRAW);
    assertThat(world.states("a")).isEqualTo("1:delivered 2:delivered");
  }

  @Test
  void shouldAskOnceOnlyForAnUpdate() {
    world.restored();
    world.pull(record("a"));

    List<Delivery> sent = world.sendAll(d -> said(Word.DUPLICATE));

    assertThat(sent).hasSize(2);
    assertThat(world.states("a")).isEqualTo("1:dead");
  }

  @Test
  void shouldLeaveOutTheKeysThatATargetMayHaveForOtherRecords() {
    // Given: keys of a target's own were made until the backup, and more since
    long before = world.number("select nextval('hub_serial')");

    // When
    world.restored();

    // Then: whatever digits a key has, a ninth of all lies between
    long leftOut = world.number("select nextval('hub_serial')") - before;
    for (long all = 1000; all <= 1_000_000_000L; all *= 10) {
      assertThat(leftOut % all).isBetween(all / 10, all * 9 / 10 + 50);
    }
  }

  @Test
  void shouldGiveANumberThatIsGivenOutASecondTimeAnotherKey() {
    CoreWorld lost = new CoreWorld(world.database, Clock.systemUTC(), target(PROVINCE, 10, 1));
    lost.pull(record("a"));
    Delivery first = lost.claimed().deliveries().get(0);
    world.execute("delete from delivery");
    world.execute("delete from batch");
    world.execute("delete from record_version");
    world.execute("delete from record");

    world.restored();
    world.pull(record("a"));
    Delivery again = world.claimed().deliveries().get(0);

    assertThat(again.version()).isEqualTo(first.version());
    assertThat(again.key()).isNotEqualTo(first.key());
    assertThat(again.recordVersion()).isEqualTo(epoch() + ".1");
  }

  @Test
  void shouldWithdrawWhatATargetHasThoughNothingHereKnowsThatItWasSent() {
    world.restored();
    world.pull(record("a", "deleted", "true"));
    assertThat(world.states("a")).isEqualTo("1:withdrawn");
    long id = world.number("select id from record where source_key = 'a'");

    Repair.Outcome outcome =
        world
            .outbox
            .repair()
            .resend(target(PROVINCE, 10, 1), Map.of(id, Operation.WITHDRAW), PERSON);

    assertThat(outcome.resent()).containsExactly(id);
    assertThat(world.acceptAll())
        .extracting(Delivery::operation)
        .containsExactly(Operation.WITHDRAW);
  }

  @Test
  void shouldKeepTheKeyOfWhatIsOnItsWayInAnEpochThatWasRaisedBeforeKeysHeldIt() {
    world.pull(record("a"));
    Delivery before = world.claimed().deliveries().get(0);
    world.execute("update batch set sending = false, due_at = current_timestamp");
    world.execute("insert into hub_epoch (epoch) values (2)");

    world.restarted();
    Delivery after = world.claimed().deliveries().get(0);

    assertThat(after.key()).isEqualTo(before.key());
    assertThat(after.recordVersion()).isEqualTo("2.1");
  }

  @Test
  void shouldTellTwoRestoresOfOneBackupApart() {
    world.restored();
    long first = epoch();
    Awaitility.await()
        .until(() -> world.number("select floor(extract(epoch from current_timestamp))") > first);
    world.execute("delete from hub_epoch where epoch > 1");

    world.restored();

    assertThat(epoch()).isGreaterThan(first);
  }

  private long epoch() {
    return world.number("select max(epoch) from hub_epoch");
  }

  @Test
  void shouldRaiseItAgainAtEveryRestore() {
    world.pull(record("a"));
    world.restored();
    long first = epoch();
    world.pull(record("b"));
    world.restored();
    world.pull(record("c"));

    assertThat(world.sendAll(d -> new Reading.Result(Word.ACCEPTED, null, "")))
        .extracting(Delivery::recordVersion)
        .containsExactly("1.1", first + ".1", epoch() + ".1");
    assertThat(epoch()).isGreaterThan(first);
  }
}

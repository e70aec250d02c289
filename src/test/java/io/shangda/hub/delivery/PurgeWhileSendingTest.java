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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A record is purged while it is on its way: it is never sent again, and what is answered brings no
 * content back.
 */
@ParameterizedClass
@EnumSource(Dialect.class)
class PurgeWhileSendingTest {
  private static final Actor SECURITY = new Actor("guard", "a court's order");

  private final CoreWorld world;

  PurgeWhileSendingTest(Dialect dialect) {
    world = new CoreWorld(dialect, target(PROVINCE, 10, 10));
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
    assertThat(world.number("select count(*) from batch")).isZero();
    assertThat(world.number("select count(*) from delivery where payload is not null")).isZero();
  }

  @Test
  void shouldKeepTheReceiptOfALateAcceptanceAndNoTextOfTheTarget() {
    world.pull(record("a"), record("b"));
    Claimed claimed = world.claimed();
    purge("a");

    world.settle(claimed, d -> new Reading.Result(Word.ACCEPTED, "R-7", "王某的身份证号有误"));

    assertThat(world.states("a")).isEqualTo("1:delivered");
    assertThat(world.states("b")).isEqualTo("1:delivered");
    assertThat(
            world.number(
                "select count(*) from delivery where record = ? and receipt = 'R-7' and message ="
                    + " 'purged'",
                world.id("a")))
        .isEqualTo(1);
    assertThat(events("a")).isEqualTo(1);
    assertThat(
            world.number(
                "select count(*) from audit_event where record = ? and content like '%王某%'",
                world.id("a")))
        .isZero();
  }

  @Test
  void shouldNameATargetThatPerhapsHasIt() {
    world.pull(record("sent"), record("with-it"));
    Claimed claimed = world.claimed();
    world.settleAll(claimed, new Reading.Unknown(true, "no answer in 5 s"));
    world.pull(record("later"));

    String said = world.content.purge(world.id("sent"), SECURITY);
    String ofLater = world.content.purge(world.id("later"), SECURITY);
    world.content.purge(world.id("with-it"), SECURITY);

    assertThat(said).contains("and so do perhaps target province");
    assertThat(ofLater).doesNotContain("province");
    assertThat(
            world.number(
                "select count(*) from audit_event where record = ? and event = 'purged-from-pages'"
                    + " and content like '%perhaps target province%'",
                world.id("sent")))
        .isEqualTo(1);
    Awaitility.await()
        .until(() -> world.claimBatch() == null && world.number("select count(*) from batch") == 0);
  }

  @Test
  void shouldNotSendAgainWhatGotNoAnswer() {
    world.pull(record("a"), record("b"));
    Claimed claimed = world.claimed();
    purge("a");

    world.settleAll(claimed, new Reading.Unknown(true, "no answer in 5 s"));

    assertThat(world.states("a")).isEqualTo("1:closed");
    assertThat(world.claimed().deliveries()).extracting(d -> d.record().key()).containsExactly("b");
    world.execute("update batch set due_at = current_timestamp");
    world.acceptAll();
    assertThat(events("a")).isEqualTo(1);
  }

  @Test
  void shouldNotMakeADeadLetterOfALateRefusal() {
    world.pull(record("a"));
    Claimed claimed = world.claimed();
    purge("a");

    world.settle(claimed, d -> new Reading.Result(Word.REJECTED, null, "no"));

    assertThat(world.states("a")).isEqualTo("1:closed");
    assertThat(events("a")).isEqualTo(1);
  }

  @Test
  void shouldNotSendWhatIsPurgedAfterItsLeaseLapsed() {
    world.pull(record("a"), record("b"));
    world.claimed();
    world.execute("update batch set due_at = current_timestamp - interval '1' second");
    purge("a");

    assertThat(world.acceptAll()).extracting(d -> d.record().key()).containsExactly("b");
  }

  @Test
  void shouldLeaveNoBatchBehindWhenAllOfItIsPurged() {
    world.pull(record("a"));
    Claimed claimed = world.claimed();
    purge("a");

    world.settleAll(claimed, new Reading.Fault(503, "busy", null));

    assertThat(world.states("a")).isEqualTo("1:closed");
  }

  @Test
  void shouldWithdrawLaterWhatTheTargetTookBeforeThePurge() {
    world.pull(record("a"));
    Claimed claimed = world.claimed();
    purge("a");
    world.settle(claimed, d -> said(Word.ACCEPTED));

    world.pull(record("a", "deleted", "true"));

    assertThat(world.acceptAll())
        .extracting(Delivery::operation)
        .containsExactly(Operation.WITHDRAW);
  }

  private void purge(String key) {
    world.content.purge(world.id(key), SECURITY);
  }

  private long events(String key) {
    return world.number(
        "select count(*) from audit_event where record = ? and event = 'purged-while-sent'",
        world.id(key));
  }
}

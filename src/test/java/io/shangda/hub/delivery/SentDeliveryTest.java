package io.shangda.hub.delivery;

import static io.shangda.hub.support.CoreWorld.PROVINCE;
import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.refused;
import static io.shangda.hub.support.CoreWorld.said;
import static io.shangda.hub.support.CoreWorld.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Hash;
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

/** What an answer, or none, makes of a delivery. */
@ParameterizedClass
@EnumSource(Dialect.class)
class SentDeliveryTest {
  private final CoreWorld world;

  SentDeliveryTest(Dialect dialect) {
    world = new CoreWorld(dialect);
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
  }

  @Test
  void shouldNotSendAFirstAttemptThatANewerVersionHasOvertaken() {
    world.pull(record("a"));
    world.pull(record("a", "v", "2"));

    List<Delivery> sent = world.acceptAll();

    assertThat(sent).extracting(Delivery::version).containsExactly(2);
    assertThat(world.states("a")).isEqualTo("1:superseded 2:delivered");
  }

  @Test
  void shouldRaiseTokenAndAttemptWithEachClaim() {
    world.pull(record("a"));
    Claimed first = world.claimed();
    world.settleAll(first, new Reading.Unknown(true, "no answer in 5 s"));

    Claimed second = world.claimed();

    assertThat(second.batch()).isEqualTo(first.batch());
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(second.token()).isGreaterThan(first.token());
  }

  @Test
  void shouldDeliverWithReceiptWhatIsAccepted() {
    world.pull(record("a"));

    world.acceptAll();

    assertThat(world.states("a")).isEqualTo("1:delivered");
    assertThat(world.number("select count(*) from delivery where receipt = 'R-1'")).isEqualTo(1);
    assertThat(world.number("select count(*) from batch")).isZero();
  }

  @Test
  void shouldResendTheSameBytesUnderTheSameKeyUntilTheAnswerIsDefinite() {
    world.pull(record("a"), record("b"));
    List<List<Hash>> keys = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Claimed claimed = world.claimed();
      keys.add(claimed.deliveries().stream().map(Delivery::key).toList());
      world.settleAll(claimed, new Reading.Unknown(true, "timeout"));
      world.reopenBreaker();
    }

    assertThat(keys).containsOnly(keys.get(0));
    assertThat(world.states("a")).isEqualTo("1:batched");
  }

  @Test
  void shouldNotUseUpAttemptsThroughFaultsOfTheWholeTarget() {
    world.pull(record("a"));
    for (int i = 0; i < 10; i++) {
      world.settleAll(world.claimed(), new Reading.Fault(503, "busy", null));
      world.reopenBreaker();
    }

    assertThat(world.states("a")).isEqualTo("1:batched");
  }

  @Test
  void shouldGiveARecordWithoutAResultANewBatchAndTheRestItsOutcome() {
    world.pull(record("a"), record("b"));

    world.settle(
        world.claimed(),
        d ->
            d.record().key().equals("a")
                ? new Reading.Result(null, null, "")
                : said(Word.ACCEPTED));

    assertThat(world.states("a") + " " + world.states("b")).isEqualTo("1:batched 1:delivered");
    Claimed again = world.claimed();
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.deliveries()).hasSize(1);
  }

  @Test
  void shouldResendTheSameBatchAfterAFaultOfTheTarget() {
    world.pull(record("a"), record("b"));
    Claimed first = world.claimed();
    world.settleAll(first, new Reading.Fault(503, "busy", null));

    Claimed again = world.claimed();

    assertThat(again.batch()).isEqualTo(first.batch());
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.deliveries())
        .extracting(Delivery::key)
        .isEqualTo(first.deliveries().stream().map(Delivery::key).toList());
  }

  @Test
  void shouldGiveARecordThatIsPutOffANewBatchAndTheRestItsOutcome() {
    world.pull(record("a"), record("b"));
    world.settle(
        world.claimed(), d -> said(d.record().key().equals("a") ? Word.LATER : Word.ACCEPTED));

    Claimed again = world.claimed();

    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.deliveries()).extracting(d -> d.record().key()).containsExactly("a");
    assertThat(world.states("b")).isEqualTo("1:delivered");
  }

  @Test
  void shouldParkARecordThatTheTargetKeepsPuttingOff() {
    world.pull(record("a"), record("b"));
    for (int i = 0; i < 3; i++) {
      world.settle(
          world.claimed(), d -> said(d.record().key().equals("a") ? Word.LATER : Word.ACCEPTED));
    }

    assertThat(world.states("a") + " " + world.states("b")).isEqualTo("1:dead 1:delivered");
  }

  @Test
  void shouldHalveARefusedRequestUntilTheGuiltyRecordIsAlone() {
    CoreWorld many = new CoreWorld(world.database.dialect(), target(PROVINCE, 8, 8));
    many.pull(
        record("a"),
        record("b"),
        record("c"),
        record("poison"),
        record("e"),
        record("f"),
        record("g"));
    List<Hash> keys = new ArrayList<>();
    for (Claimed claimed = many.claimBatch(); claimed != null; claimed = many.claimBatch()) {
      boolean guilty =
          claimed.deliveries().stream().anyMatch(d -> d.record().key().equals("poison"));
      if (guilty && claimed.deliveries().size() > 1) {
        many.settleAll(claimed, new Reading.Refused(422, "one of them is wrong"));
      } else {
        claimed.deliveries().forEach(d -> keys.add(d.key()));
        many.settle(claimed, d -> guilty ? refused("field F wrong") : said(Word.ACCEPTED));
      }
    }

    assertThat(many.states("poison")).isEqualTo("1:dead");
    assertThat(many.number("select count(*) from delivery where state = 'delivered'")).isEqualTo(6);
    assertThat(keys).doesNotHaveDuplicates().hasSize(7);
  }

  @Test
  void shouldParkAPoisonRecordThatMakesAWorkingTargetFail() {
    CoreWorld many = new CoreWorld(world.database.dialect(), target(PROVINCE, 4, 4));
    many.pull(record("poison"), record("b"), record("c"), record("d"));
    int fine = 0;
    for (int i = 0; i < 60 && !many.states("poison").equals("1:dead"); i++) {
      many.pull(record("fine-" + fine++));
      many.sendUnless(
          claimed ->
              claimed.deliveries().stream().anyMatch(d -> d.record().key().equals("poison"))
                  ? new Reading.Fault(500, "internal error", null)
                  : null);
      many.reopenBreaker();
    }

    assertThat(many.states("poison")).isEqualTo("1:dead");
    assertThat(many.states("b") + many.states("c") + many.states("d"))
        .isEqualTo("1:delivered1:delivered1:delivered");
  }

  @Test
  void shouldParkWhatIsRefusedAloneWithTheTargetsOwnText() {
    world.pull(record("a"));

    world.sendAll(d -> refused("[REGION_CODE]的行政区划码有误"));

    assertThat(world.states("a")).isEqualTo("1:dead");
    assertThat(
            world.number("select count(*) from delivery where message = '[REGION_CODE]的行政区划码有误'"))
        .isEqualTo(1);
  }

  @Test
  void shouldParkWhatNoRequestCanBeMadeOfWithoutBlamingTheTarget() {
    for (int i = 0; i < 25; i++) {
      world.pull(record("a" + i));
      world.settleAll(world.claimed(), new Reading.Unmade("the envelope mapping fails"));
    }

    assertThat(world.states("a24")).isEqualTo("1:dead");
    assertThat(world.number("select count(*) from delivery where refused")).isZero();
    assertThat(world.number("select count(*) from target_state where breaker <> 'closed'"))
        .isZero();
  }

  @Test
  void shouldSupersedeWhatMayHaveBeenOvertakenOnItsWay() {
    world.pull(record("a"));
    world.settleAll(world.claimed(), new Reading.Unknown(true, "the connection broke"));

    world.sendAll(d -> said(Word.STALE));

    assertThat(world.states("a")).isEqualTo("1:superseded");
  }

  @Test
  void shouldParkWhatTheTargetCallsStaleThoughNothingNewerWasSent() {
    world.pull(record("a"));

    world.sendAll(d -> said(Word.STALE));

    assertThat(world.states("a")).isEqualTo("1:dead");
    assertThat(
            world.number(
                "select count(*) from delivery where refused and message like '%holds a newer"
                    + " version, but none was sent%'"))
        .isEqualTo(1);
  }

  @Test
  void shouldKeepThatAVerdictIsPending() {
    world.pull(record("a"));

    world.sendAll(d -> said(Word.PENDING));

    assertThat(
            world.number(
                "select count(*) from delivery where state = 'delivered' and verdict = 'pending'"))
        .isEqualTo(1);
  }

  @Test
  void shouldWaitAsLongAsTheTargetAsks() {
    world.pull(record("a"));
    world.settleAll(world.claimed(), new Reading.Fault(503, "busy", Duration.ofHours(1)));

    world.pull(record("b"));

    assertThat(world.claimBatch()).isNull();
    assertThat(world.outbox.relay().hints()).isEmpty();
    assertThat(
            world.number("select count(*) from target_state where wait_until > current_timestamp"))
        .isEqualTo(1);
  }
}

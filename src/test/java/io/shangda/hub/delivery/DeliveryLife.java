package io.shangda.hub.delivery;

import static io.shangda.hub.support.CoreWorld.PROVINCE;
import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.said;
import static io.shangda.hub.support.CoreWorld.step;
import static io.shangda.hub.support.CoreWorld.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Rows;
import io.shangda.hub.support.CoreWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A delivery's life: one test for every row of the table of states, run on each database. */
abstract class DeliveryLife {
  private final CoreWorld world;

  DeliveryLife(Dialect dialect) {
    world = new CoreWorld(dialect);
  }

  private static final Actor CLERK = new Actor("clerk", "looked into it");

  private static final DeadLetters.Filter ALL =
      new DeadLetters.Filter(null, null, null, null, null, null);

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
  }

  private static Reading.Result refusal(String text) {
    return new Reading.Result(Word.REJECTED, null, text);
  }

  // ---- planned

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
        d -> d.record().key().equals("a") ? refusal("no such item") : said(Word.ACCEPTED));

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

  // ---- waiting

  @Test
  void shouldFixTheOperationOnPromotionFromWhatTheTargetAcceptedLast() {
    world.pull(record("a"));
    Claimed first = world.claimed();
    world.pull(record("a", "v", "2"));
    world.settle(first, d -> refusal("bad"));

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
    world.settle(first, d -> refusal("bad"));

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

  // ---- batched

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
  void shouldCountAlreadyThereAsAcceptedOnlyWhenAnEarlierAttemptMayHaveArrived() {
    world.pull(record("a"));
    world.settleAll(world.claimed(), new Reading.Unknown(true, "reset after the request left"));

    world.settle(world.claimed(), d -> said(Word.DUPLICATE));

    assertThat(world.states("a")).isEqualTo("1:delivered");
  }

  @Test
  void shouldTakeAlreadyThereForItsOwnAfterAFaultBehindWhichItMayHaveArrived() {
    for (int status : new int[] {500, 502, 504, 408}) {
      String key = "after-" + status;
      world.pull(record(key));
      world.settleAll(world.claimed(), new Reading.Fault(status, "broke off", null));

      world.settle(world.claimed(), d -> said(Word.DUPLICATE));

      assertThat(world.states(key)).isEqualTo("1:delivered");
    }
  }

  @Test
  void shouldNotTakeAlreadyThereForItsOwnWhenTheTargetOnlyWantedLess() {
    world.pull(record("a"));
    world.settleAll(world.claimed(), new Reading.Fault(429, "slower", null));

    world.settle(world.claimed(), d -> said(Word.DUPLICATE));

    assertThat(world.states("a")).isEqualTo("1:dead");
  }

  @Test
  void shouldTakeAlreadyThereForItsOwnAfterARequestOfManyWasRefusedWhole() {
    CoreWorld many = new CoreWorld(world.database.dialect(), target(PROVINCE, 2, 2));
    many.pull(record("taken"), record("poison"));
    many.settleAll(many.claimed(), new Reading.Refused(422, "the second is wrong"));

    many.sendAll(
        d -> d.record().key().equals("taken") ? said(Word.DUPLICATE) : refusal("field F wrong"));

    assertThat(many.states("taken") + " " + many.states("poison")).isEqualTo("1:delivered 1:dead");
  }

  @Test
  void shouldNotTakeAlreadyThereForItsOwnWhenNothingCanHaveArrived() {
    world.pull(record("a"));
    world.settleAll(world.claimed(), new Reading.Unknown(false, "connection refused"));

    world.settle(world.claimed(), d -> said(Word.DUPLICATE));

    assertThat(world.states("a")).isEqualTo("1:dead");
  }

  @Test
  void shouldTakeAlreadyThereForItsOwnAfterALeaseLapsedUnsettled() {
    world.pull(record("a"));
    world.claimed();
    lapse();

    world.settle(world.claimed(), d -> said(Word.DUPLICATE));

    assertThat(world.states("a")).isEqualTo("1:delivered");
  }

  @Test
  void shouldResendTheSameBytesUnderTheSameKeyUntilTheAnswerIsDefinite() {
    world.pull(record("a"), record("b"));
    List<List<Hash>> keys = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Claimed claimed = world.claimed();
      keys.add(claimed.deliveries().stream().map(Delivery::key).toList());
      world.settleAll(claimed, new Reading.Unknown(true, "timeout"));
      reopenBreaker();
    }

    assertThat(keys).containsOnly(keys.get(0));
    assertThat(world.states("a")).isEqualTo("1:batched");
  }

  @Test
  void shouldNotUseUpAttemptsThroughFaultsOfTheWholeTarget() {
    world.pull(record("a"));
    for (int i = 0; i < 10; i++) {
      world.settleAll(world.claimed(), new Reading.Fault(503, "busy", null));
      reopenBreaker();
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
        many.settle(claimed, d -> guilty ? refusal("field F wrong") : said(Word.ACCEPTED));
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

    world.sendAll(d -> refusal("[REGION_CODE]的行政区划码有误"));

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
  void shouldSupersedeWhatTheTargetCallsStale() {
    world.pull(record("a"));

    world.sendAll(d -> said(Word.STALE));

    assertThat(world.states("a")).isEqualTo("1:superseded");
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

  // ---- dead

  @Test
  void shouldReplayTheNewestVersionUnderANewKeyAfterARefusal() {
    world.pull(record("a"));
    Hash refused = world.sendAll(d -> refusal("bad")).get(0).key();

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
    lapse();
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
    world.sendAll(d -> refusal("bad"));
    world.pull(record("a", "v", "2"));
    world.acceptAll();

    DeadLetters.Outcome outcome = world.outbox.deadLetters().replay(ALL, false, CLERK);

    assertThat(outcome.superseded()).isEqualTo(1);
    assertThat(world.states("a")).isEqualTo("1:superseded 2:delivered");
  }

  @Test
  void shouldReleaseChildrenWhenADeadParentIsReplayedAndAccepted() {
    world.pull(record("a"), step("s", "a"));
    world.sendAll(d -> refusal("bad"));

    world.outbox.deadLetters().replay(ALL, false, CLERK);

    assertThat(world.acceptAll()).extracting(d -> d.record().key()).containsExactly("a", "s");
  }

  @Test
  void shouldCloseWithAReason() {
    world.pull(record("a"));
    world.sendAll(d -> refusal("bad"));

    world.outbox.deadLetters().close(ALL, false, CLERK);

    assertThat(world.states("a")).isEqualTo("1:closed");
    assertThat(
            world.number(
                "select count(*) from audit_event where event = 'closed' and content like '%looked into it%'"))
        .isEqualTo(1);
  }

  // ---- leases

  @Test
  void shouldDiscardTheOutcomeOfALostLease() {
    world.pull(record("a"));
    Claimed paused = world.claimed();
    lapse();
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

  private void lapse() {
    world.execute("update batch set due_at = current_timestamp - interval '1' second");
  }

  private void reopenBreaker() {
    world.reopenBreaker();
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

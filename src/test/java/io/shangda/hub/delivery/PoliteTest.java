package io.shangda.hub.delivery;

import static io.shangda.hub.support.CoreWorld.PROVINCE;
import static io.shangda.hub.support.CoreWorld.hub;
import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.said;
import static io.shangda.hub.support.CoreWorld.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.TargetConfig.Window;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** P5: the hub as a guest, whatever its nodes do at once and whenever they are restarted. */
@ParameterizedClass
@EnumSource(Dialect.class)
class PoliteTest {
  private static final Actor CLERK = new Actor("clerk", "looked into it");
  private static final Reading SILENCE = new Reading.Unknown(true, "no answer in 5 s");

  private final CoreWorld world;

  PoliteTest(Dialect dialect) {
    world = new CoreWorld(dialect, target(PROVINCE, 10, 1));
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
  }

  // ---- windows

  @Test
  void shouldSendNothingInAWindowAcrossMidnightAndAllAfterIt() {
    world.pull(record("a"));
    world.config.apply(hub(target(PROVINCE, 10, 1, t -> midnight(t, LocalTime.of(23, 30)))));
    assertThat(world.claimBatch()).isNull();

    world.config.apply(hub(target(PROVINCE, 10, 1, t -> midnight(t, LocalTime.of(12, 0)))));

    assertThat(world.acceptAll()).hasSize(1);
  }

  /** A window from 23:00 to 01:00, in a zone where it is this time now. */
  private CoreWorld.Options midnight(CoreWorld.Options target, LocalTime local) {
    int day = 24 * 60 * 60;
    int utc = LocalTime.ofInstant(now(), ZoneOffset.UTC).toSecondOfDay();
    int offset = Math.floorMod(local.toSecondOfDay() - utc + day / 2, day) - day / 2;
    return target
        .zone(ZoneOffset.ofTotalSeconds(offset))
        .windows(List.of(new Window(LocalTime.of(23, 0), LocalTime.of(1, 0))));
  }

  // ---- Retry-After

  @Test
  void shouldNotForgetWhatTheTargetAskedForWhenAnotherRequestUnderWayHeardNothing() {
    world.pull(record("a"));
    Claimed first = world.claimed();
    world.pull(record("b"));
    Claimed second = world.claimed();

    world.settleAll(first, new Reading.Fault(503, "busy", Duration.ofHours(2)));
    world.settle(second, d -> said(Word.ACCEPTED));

    assertThat(world.claimBatch()).isNull();
    assertThat(waits("wait_until > current_timestamp + interval '110' minute")).isTrue();
  }

  @Test
  void shouldKeepTheLongerOfTwoWaits() {
    world.pull(record("a"));
    Claimed first = world.claimed();
    world.pull(record("b"));
    Claimed second = world.claimed();

    world.settleAll(first, new Reading.Fault(503, "busy", Duration.ofHours(2)));
    world.settleAll(second, new Reading.Fault(429, "slower", Duration.ofSeconds(1)));

    assertThat(waits("wait_until > current_timestamp + interval '110' minute")).isTrue();
  }

  // ---- breaker

  @Test
  void shouldOpenOnceAfterFaultsInARowAndCloseOnceWithOneAlertEachWay() {
    world.pull(record("a"));
    for (int i = 0; i < 5; i++) {
      world.settleAll(world.claimed(), SILENCE);
    }
    assertThat(breaker()).isEqualTo("open");
    assertThat(world.claimBatch()).isNull();

    for (int i = 0; i < 3; i++) { // half open, and still away
      afterwards();
      world.settleAll(world.claimed(), SILENCE);
      assertThat(breaker()).isEqualTo("open");
      assertThat(world.claimBatch()).isNull();
    }
    assertThat(alerts("breaker-opened")).isEqualTo(1);
    assertThat(alerts("breaker-closed")).isZero();

    afterwards();
    world.acceptAll();
    world.pull(record("b"));
    world.acceptAll();

    assertThat(breaker()).isEqualTo("closed");
    assertThat(alerts("breaker-opened")).isEqualTo(1);
    assertThat(alerts("breaker-closed")).isEqualTo(1);
  }

  @Test
  void shouldLetOnlyOneRequestProbeAHalfOpenBreaker() {
    pullSome(10);
    for (int i = 0; i < 5; i++) {
      world.settleAll(world.claimed(), SILENCE);
    }
    afterwards();

    Claimed probe = world.claimed();

    assertThat(probe.deliveries()).hasSize(1);
    assertThat(world.claimBatch()).isNull();
    assertThat(breaker()).isEqualTo("half");
  }

  @Test
  void shouldOpenAfterTwentyRefusalsInARowAndStayOpenWhileNothingIsTaken() {
    pullSome(30);
    int dead = 0;
    while (breaker().equals("closed")) {
      world.settle(world.claimed(), d -> new Reading.Result(Word.REJECTED, null, "no"));
      dead = (int) world.number("select count(*) from delivery where state = 'dead'");
    }
    assertThat(dead).isEqualTo(20);
    assertThat(alerts("breaker-opened")).isEqualTo(1);
    assertThat(world.claimBatch()).isNull();

    afterwards();
    world.settle(world.claimed(), d -> new Reading.Result(Word.REJECTED, null, "no"));
    assertThat(breaker()).isEqualTo("open");
    assertThat(world.claimBatch()).isNull();

    afterwards();
    world.acceptAll();

    assertThat(breaker()).isEqualTo("closed");
    assertThat(alerts("breaker-opened")).isEqualTo(1);
    assertThat(alerts("breaker-closed")).isEqualTo(1);
  }

  @Test
  void shouldNotCountRefusalsThatAnAcceptanceParts() {
    for (int i = 0; i < 30; i++) {
      world.pull(record("a" + i));
      Word word = i % 10 == 9 ? Word.ACCEPTED : Word.REJECTED;
      world.settle(world.claimed(), d -> said(word));
    }

    assertThat(breaker()).isEqualTo("closed");
  }

  @Test
  void shouldTakeARefusalOfTheProbeForASignThatTheTargetIsThere() {
    pullSome(3);
    for (int i = 0; i < 5; i++) {
      world.settleAll(world.claimed(), SILENCE);
    }
    afterwards();

    world.settle(world.claimed(), d -> new Reading.Result(Word.REJECTED, null, "no"));

    assertThat(breaker()).isEqualTo("closed");
    assertThat(alerts("breaker-closed")).isEqualTo(1);
  }

  // ---- pause

  @Test
  void shouldPauseWithOneAlertWhenNotLetInAndUseUpNoAttempt() {
    world.pull(record("a"));
    Claimed first = world.claimed();
    world.pull(record("b"));
    Claimed second = world.claimed();

    world.settleAll(first, new Reading.Barred(401, "TOKEN过期"));
    world.settleAll(second, new Reading.Barred(401, "TOKEN过期"));

    assertThat(alerts("target-paused")).isEqualTo(1);
    assertThat(world.claimBatch()).isNull();
    assertThat(world.outbox.relay().hints()).isEmpty();
    assertThat(world.number("select max(attempt) from batch")).isZero();
    assertThat(
            world.number(
                "select count(*) from target_state where paused and pause_reason like '%TOKEN过期%'"))
        .isEqualTo(1);
  }

  @Test
  void shouldSendOneDeliveryAsAProbeAndAllAfterAPersonResumes() {
    pullSome(3);
    world.settleAll(world.claimed(), new Reading.Barred(403, "no"));

    assertThat(world.outbox.targets().probe(PROVINCE, CLERK)).isTrue();
    Claimed probe = world.claimed();
    world.settle(probe, d -> said(Word.ACCEPTED));
    assertThat(probe.deliveries()).hasSize(1);
    assertThat(world.claimBatch()).isNull();

    world.outbox.targets().resume(PROVINCE, CLERK);

    assertThat(world.acceptAll()).hasSize(2);
  }

  @Test
  void shouldSendNothingOnceItIsPausedForAProbeThatWasAskedForBefore() {
    pullSome(3);
    world.outbox.targets().probe(PROVINCE, CLERK);
    world.outbox.targets().pause(PROVINCE, CLERK);

    assertThat(world.claimBatch()).isNull();
  }

  @Test
  void shouldSendNothingOnceItIsBarredForAProbeThatWasAskedForBefore() {
    pullSome(3);
    world.outbox.targets().probe(PROVINCE, CLERK);
    world.settleAll(world.claimed(), new Reading.Barred(403, "no"));

    assertThat(world.claimBatch()).isNull();
  }

  @Test
  void shouldKeepAPersonsPauseAndItsReasonThoughABatchUnderWayIsBarred() {
    pullSome(3);
    Claimed claimed = world.claimed();
    world.outbox.targets().pause(PROVINCE, CLERK);

    world.settleAll(claimed, new Reading.Barred(403, "no"));

    assertThat(
            world.number(
                "select count(*) from target_state where paused and pause_reason ="
                    + " 'clerk: looked into it'"))
        .isEqualTo(1);
  }

  @Test
  void shouldNotBePausedAgainByAnAnswerToWhatWasSentBeforeAPersonResumedIt() {
    world.pull(record("a"));
    Claimed first = world.claimed();
    world.pull(record("b"));
    Claimed second = world.claimed();
    world.settleAll(first, new Reading.Barred(401, "TOKEN过期"));

    world.outbox.targets().resume(PROVINCE, CLERK);
    world.settleAll(second, new Reading.Barred(401, "TOKEN过期"));

    assertThat(world.number("select count(*) from target_state where paused")).isZero();
    assertThat(alerts("target-paused")).isEqualTo(1);

    world.settleAll(world.claimed(), new Reading.Barred(401, "TOKEN过期"));
    assertThat(world.number("select count(*) from target_state where paused"))
        .as("sent since, and still not let in")
        .isEqualTo(1);
  }

  // ---- retry

  @Test
  void shouldNeverLetAnUnknownDieAndSayOnceThatItIsOne() {
    world.pull(record("a"));
    for (int i = 0; i < 20; i++) {
      world.settleAll(world.claimed(), SILENCE);
      world.reopenBreaker();
    }

    assertThat(world.states("a")).isEqualTo("1:batched");
    assertThat(alerts("no-definite-answer")).isEqualTo(1);
    assertThat(world.number("select count(*) from batch where last_error = 'no answer in 5 s'"))
        .isEqualTo(1);
  }

  @Test
  void shouldWaitForTheRestOfABackOffAfterARestart() {
    world.config.apply(
        hub(target(PROVINCE, 10, 1, t -> t.retry(Duration.ofHours(1), Duration.ofHours(4), 3))));
    world.pull(record("a"));
    world.settleAll(world.claimed(), SILENCE);

    Outbox restarted = world.node("node-1-again");

    assertThat(restarted.claims().claim(PROVINCE)).isNull();
    assertThat(
            world.number(
                "select count(*) from batch where due_at between current_timestamp + interval '29'"
                    + " minute and current_timestamp + interval '61' minute"))
        .isEqualTo(1);
  }

  @Test
  void shouldKeepBreakerPauseAndWaitAfterARestart() {
    world.pull(record("a"));
    world.settleAll(world.claimed(), new Reading.Fault(503, "busy", Duration.ofHours(1)));

    assertThat(world.node("node-1-again").claims().claim(PROVINCE)).isNull();
  }

  @Test
  void shouldTakeAConflictWithAnAttemptStillInWorkForLaterAndAnyOtherForARefusal() {
    world.pull(record("new"));
    world.settleAll(world.claimed(), new Reading.Refused(409, "differs"));
    assertThat(world.states("new")).isEqualTo("1:dead");

    world.pull(record("again"));
    world.settleAll(world.claimed(), SILENCE);
    world.settleAll(world.claimed(), new Reading.Refused(409, "still in work"));
    assertThat(world.states("again")).isEqualTo("1:batched");
    world.settle(world.claimed(), d -> said(Word.DUPLICATE));

    assertThat(world.states("again")).isEqualTo("1:delivered");
  }

  // ----

  private void pullSome(int records) {
    world.pull(IntStream.range(0, records).mapToObj(i -> record("p" + i)).toArray(String[]::new));
  }

  private Instant now() {
    return world.database.read(DatabaseTime::now);
  }

  /** As if the breaker's time were over, and every back-off. */
  private void afterwards() {
    world.execute("update target_state set breaker_until = current_timestamp");
    world.execute("update batch set due_at = current_timestamp");
  }

  private String breaker() {
    String breaker =
        world.database.read(
            c ->
                Objects.requireNonNullElse(
                    Sql.first(c, "select breaker from target_state", r -> r.getString(1)),
                    "closed"));
    return breaker;
  }

  private boolean waits(String condition) {
    return world.number("select count(*) from target_state where " + condition) == 1;
  }

  private long alerts(String event) {
    return world.number("select count(*) from audit_event where event = ?", event);
  }
}

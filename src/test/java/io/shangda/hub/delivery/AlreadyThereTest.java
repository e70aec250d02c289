package io.shangda.hub.delivery;

import static io.shangda.hub.support.CoreWorld.PROVINCE;
import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.refused;
import static io.shangda.hub.support.CoreWorld.said;
import static io.shangda.hub.support.CoreWorld.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** P3: "already there" is an acceptance if an earlier attempt may have arrived, and only then. */
@ParameterizedClass
@EnumSource(Dialect.class)
class AlreadyThereTest {
  private final CoreWorld world;

  AlreadyThereTest(Dialect dialect) {
    world = new CoreWorld(dialect);
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
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
        d -> d.record().key().equals("taken") ? said(Word.DUPLICATE) : refused("field F wrong"));

    assertThat(many.states("taken") + " " + many.states("poison")).isEqualTo("1:delivered 1:dead");
  }

  @Test
  void shouldSayWhyADeadLetterIsDeadWhoseTargetSaysOnlyAlreadyThere() {
    world.pull(record("a"));

    world.settle(world.claimed(), d -> said(Word.DUPLICATE));

    assertThat(
            world.number(
                "select count(*) from delivery where state = 'dead' and message like"
                    + " 'the platform says it has this already, but nothing of it was sent before'"))
        .isEqualTo(1);
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
    world.lapse();

    world.settle(world.claimed(), d -> said(Word.DUPLICATE));

    assertThat(world.states("a")).isEqualTo("1:delivered");
  }
}

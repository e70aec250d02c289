package io.shangda.hub.delivery;

import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.said;
import static io.shangda.hub.support.CoreWorld.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** P4 across types: a child of a parent that was not accepted waits, and somebody is told. */
@ParameterizedClass
@EnumSource(Dialect.class)
class OrphansTest {
  private final CoreWorld world;

  OrphansTest(Dialect dialect) {
    world = new CoreWorld(dialect);
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
  }

  @Test
  void shouldAlertOnceThatAChildWaitsForARejectedParent() {
    world.pull(record("a", "reject", "wrong"), step("s", "a"));

    assertWaitsAndIsTold("s", "the parent is rejected");
  }

  @Test
  void shouldAlertOnceThatAChildWaitsForAHeldParent() {
    world.pull(record("a", "hold", "spam"), step("s", "a"));

    assertWaitsAndIsTold("s", "the parent is held");
  }

  @Test
  void shouldAlertOnceThatAChildWaitsForADeadParent() {
    world.pull(record("a"), step("s", "a"));
    world.sendAll(d -> new Reading.Result(Word.REJECTED, null, "no"));

    assertWaitsAndIsTold("s", "the parent is dead");
  }

  @Test
  void shouldAlertOnceThatAChildWaitsForAParentNobodyHasSeen() {
    world.pull(step("s", "never"));

    assertWaitsAndIsTold("s", "the parent was never seen");
  }

  @Test
  void shouldNotAlertThatAChildWaitsForAParentWhoseTypeTheTargetHolds() {
    world.execute("insert into target_state (target) values ('province')");
    world.execute(
        "insert into type_command (target, type, held) values ('province', 'case-accept', 'stop')");
    world.pull(record("a"), step("s", "a"));
    assertThat(world.acceptAll()).isEmpty();

    sweepAfterTheLimit();
    assertThat(told()).isEmpty();
    world
        .outbox
        .targets()
        .resume(CoreWorld.PROVINCE, CoreWorld.CASE, new Actor("li", "it may go on"));
    sweepAfterTheLimit();
    assertThat(told()).as("it had no time to be sent yet").isEmpty();

    world.execute("update type_command set lifted_at = current_timestamp - interval '2' hour");
    sweepAfterTheLimit();
    assertThat(told()).singleElement().asString().contains("the parent is batched");
  }

  private void sweepAfterTheLimit() {
    world.execute("update delivery_wait set since_at = current_timestamp - interval '2' hour");
    world.outbox.relay().sweep();
  }

  @Test
  void shouldSayNothingBeforeTheLimit() {
    world.pull(step("s", "never"));

    world.outbox.relay().sweep();

    assertThat(told()).isEmpty();
  }

  @Test
  void shouldSendTheChildOnceItsParentIsAccepted() {
    world.pull(record("a", "reject", "wrong"), step("s", "a"));
    assertWaitsAndIsTold("s", "the parent is rejected");

    world.pull(record("a"));

    assertThat(world.sendAll(d -> said(Word.ACCEPTED)))
        .extracting(d -> d.record().key())
        .containsExactly("a", "s");
  }

  private void assertWaitsAndIsTold(String child, String why) {
    assertThat(world.acceptAll()).isEmpty();
    world.execute("update delivery_wait set since_at = current_timestamp - interval '2' hour");
    world.outbox.relay().sweep();
    world.outbox.relay().sweep();

    assertThat(world.states(child)).isEqualTo("1:waiting");
    assertThat(told()).singleElement().satisfies(told -> assertThat(told).contains(why));
  }

  private List<String> told() {
    return world.database.read(
        c ->
            Sql.list(
                c,
                "select content from audit_event where event = 'waits-for-parent'",
                row -> row.getString(1)));
  }
}

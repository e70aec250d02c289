package io.shangda.hub.operate.query;

import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.delivery.TargetControl;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A trace of a record that is not on its way says why, and what ends that. */
@ParameterizedClass
@EnumSource(Dialect.class)
class WaitingReasonsTest {
  private final CoreWorld world;

  WaitingReasonsTest(Dialect dialect) {
    world = new CoreWorld(dialect);
  }

  @Test
  void shouldNameAParentThatWasNeverSeen() {
    world.pull(step("s", "nobody"));

    assertThat(trace("s"))
        .contains("waiting, because its parent town/case-accept/nobody, which was never seen,")
        .contains("it is sent by itself once that is");
  }

  @Test
  void shouldSayHowTheParentStands() {
    world.pull(record("c", "hold", "x"), step("s", "c"));

    assertThat(trace("s")).contains("town/case-accept/c, which is held, was not accepted");
  }

  @Test
  void shouldNameTheVersionBeforeIt() {
    world.pull(record("c", "title", "old"));
    world.claimed();
    world.pull(record("c", "title", "new"));

    assertThat(trace("c"))
        .contains("because version 1 of it is to be settled at target 'province' first");
  }

  @Test
  void shouldSayThatTheTargetIsPausedAndWhy() {
    world.pull(record("c"));
    world.settleAll(world.claimed(), new Reading.Barred(401, "the password was changed"));

    assertThat(trace("c"))
        .contains("because target 'province' is paused (")
        .contains("the password was changed")
        .contains("mend that, then resume the target");
  }

  @Test
  void shouldSayUntilWhenTheTargetAskedToBeLeftAlone() {
    world.pull(record("c"));
    world.settleAll(world.claimed(), new Reading.Fault(503, "busy", Duration.ofMinutes(5)));

    assertThat(trace("c")).contains("because target 'province' asked to be left alone until ");
  }

  @Test
  void shouldSayNothingMoreOnceItIsResumedAndAccepted() {
    world.pull(record("c"));
    world.settleAll(world.claimed(), new Reading.Barred(401, "no"));
    new TargetControl(world.database, new AuditLog(world.database, Clock.systemUTC()))
        .resume(CoreWorld.PROVINCE, new Actor("clerk", "mended"));

    assertThat(trace("c")).doesNotContain("because target");
    world.execute("update batch set due_at = current_timestamp");
    world.acceptAll();
    assertThat(trace("c")).contains("delivered").doesNotContain("because target");
  }

  private String trace(String key) {
    Records records = new Records(world.database, world.config);
    return String.join(
        "\n",
        new Traces(world.database, records)
            .of(world.id(key)).orElseThrow().timeline().stream().map(Trace.Step::text).toList());
  }
}

package io.shangda.hub.operate.query;

import static io.shangda.hub.support.CoreWorld.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.delivery.TargetControl;
import io.shangda.hub.intake.Reach;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Actor;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.SourceControl;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A trouble that is over does not stand beside a good state as if it were one of now. */
@ParameterizedClass
@EnumSource(Dialect.class)
class TroubleThatIsOverTest {
  private static final Actor CLERK = new Actor("clerk", "mended");
  private static final Reading BUSY = new Reading.Fault(503, "busy", Duration.ofMinutes(5));

  private final CoreWorld world;

  TroubleThatIsOverTest(Dialect dialect) {
    world = new CoreWorld(dialect);
  }

  @Test
  void shouldTellATroubleAndAWaitOfNow() {
    world.pull(record("a"));
    world.settleAll(world.claimed(), BUSY);

    assertThat(target().lastError()).contains("busy");
    assertThat(target().lastErrorAt()).isNotNull();
    assertThat(target().waitUntil()).isAfter(Instant.now());
    assertThat(target().pastTrouble()).isNull();
  }

  @Test
  void shouldTellNoWaitThatIsOver() {
    world.pull(record("a"));
    world.settleAll(world.claimed(), BUSY);
    anHourLater();

    assertThat(target().waitUntil()).isNull();
    assertThat(target().breakerUntil()).isNull();
    assertThat(target().lastError()).as("nothing was taken since").contains("busy");
  }

  @Test
  void shouldTellATroubleAsPastAndWithItsTimeOnceTheTargetTakesRecordsAgain() {
    world.pull(record("a"));
    world.settleAll(world.claimed(), BUSY);
    anHourLater();
    Instant then = target().lastErrorAt();
    world.acceptAll();

    assertThat(target().lastError()).isNull();
    assertThat(target().lastErrorAt()).isNull();
    assertThat(target().pastTrouble()).startsWith(then + ": ").contains("busy");
  }

  @Test
  void shouldTellATroubleThatComesBackAfterItWasOver() {
    world.pull(record("a"));
    world.settleAll(world.claimed(), BUSY);
    anHourLater();
    world.acceptAll();
    world.pull(record("b"));
    world.settleAll(world.claimed(), new Reading.Fault(500, "out of order", null));

    assertThat(target().lastError()).contains("out of order");
    assertThat(target().pastTrouble()).isNull();
  }

  @Test
  void shouldForgetTheTroubleOfATargetThatAPersonResumes() {
    world.pull(record("a"));
    world.settleAll(world.claimed(), new Reading.Barred(401, "no"));
    assertThat(target().lastError()).contains("401");

    new TargetControl(world.database, audit()).resume(CoreWorld.PROVINCE, CLERK);

    assertThat(target().lastError()).isNull();
    assertThat(target().lastErrorAt()).isNull();
  }

  @Test
  void shouldDateTheTroubleOfASourceAndForgetItAfterACompleteRun() {
    fail();
    assertThat(source().lastError()).contains("no connection");
    assertThat(source().lastErrorAt()).isNotNull();

    world.execute("update source_state set due_at = current_timestamp");
    world.pull(record("a"));

    assertThat(source().lastError()).isNull();
    assertThat(source().lastErrorAt()).isNull();
  }

  @Test
  void shouldForgetTheTroubleOfASourceThatAPersonResumes() {
    fail();

    new SourceControl(world.database, audit()).resume(CoreWorld.SOURCE, CLERK);

    assertThat(source().state()).isEqualTo(SourceStatus.State.IDLE);
    assertThat(source().lastError()).isNull();
    assertThat(source().lastErrorAt()).isNull();
  }

  @Test
  void shouldDateWhatHadToBeSaidOfACompleteRun() {
    world.pulls.complete(world.claim(), "two files were left alone", new Reach.Whole(0));

    assertThat(source().lastError()).contains("two files");
    assertThat(source().lastErrorAt()).isNotNull();
  }

  private void fail() {
    world.pulls.failed(
        world.claim(), new PullFailure(PullFailure.Kind.AWAY, "no connection", null, null));
  }

  private void anHourLater() {
    world.execute(
        "update target_state set wait_until = wait_until - interval '1' hour,"
            + " breaker_until = breaker_until - interval '1' hour,"
            + " last_error_at = last_error_at - interval '1' hour");
    world.execute("update batch set due_at = current_timestamp");
  }

  private AuditLog audit() {
    return new AuditLog(world.database, Clock.systemUTC());
  }

  private TargetStatus target() {
    return new TargetStatuses(world.database, world.config)
        .find(CoreWorld.PROVINCE.value())
        .orElseThrow();
  }

  private SourceStatus source() {
    return new SourceStatuses(world.database, world.config)
        .find(CoreWorld.SOURCE.value())
        .orElseThrow();
  }
}

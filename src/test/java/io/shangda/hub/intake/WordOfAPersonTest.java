package io.shangda.hub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.record.Actor;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.SourceControl;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import java.time.Clock;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person says of a source while it is pulled is not undone by how that pull ends. */
@ParameterizedClass
@EnumSource(Dialect.class)
class WordOfAPersonTest {
  private static final Actor ADMIN = new Actor("admin", "the township moves house");

  private final CoreWorld world;
  private final SourceControl control;

  WordOfAPersonTest(Dialect dialect) {
    world = new CoreWorld(dialect);
    control = new SourceControl(world.database, new AuditLog(world.database, Clock.systemUTC()));
  }

  @ParameterizedTest
  @EnumSource(PullFailure.Kind.class)
  void shouldKeepAPauseAndItsReasonThoughTheRunUnderWayFails(PullFailure.Kind kind) {
    PullClaim claim = world.claim();
    control.pause(CoreWorld.SOURCE, ADMIN);

    world.pulls.failed(claim, new PullFailure(kind, "did not answer within 30 s", null, null));

    assertThat(paused()).isEqualTo("true, admin: the township moves house");
    assertThat(world.number("select count(*) from source_state where failures = 1")).isEqualTo(1);
  }

  @Test
  void shouldKeepAPauseThoughTheRunUnderWayEndsWell() {
    PullClaim claim = world.claim();
    control.pause(CoreWorld.SOURCE, ADMIN);

    world.pulls.complete(claim);

    assertThat(paused()).isEqualTo("true, admin: the township moves house");
  }

  @Test
  void shouldNotPauseAgainForAFailureOlderThanAPersonsResume() {
    PullClaim claim = world.claim();
    control.resume(CoreWorld.SOURCE, ADMIN); // the password is mended while the old one is tried

    world.pulls.failed(
        claim, new PullFailure(PullFailure.Kind.BARRED, "HTTP 401: wrong password", null, null));

    assertThat(paused()).isEqualTo("false, null");
    assertThat(world.number("select count(*) from source_state where failures = 1")).isEqualTo(1);
  }

  @Test
  void shouldPauseForAFailureAfterAPersonsResume() {
    control.resume(CoreWorld.SOURCE, ADMIN);
    PullClaim claim = world.claim();

    world.pulls.failed(
        claim, new PullFailure(PullFailure.Kind.BARRED, "HTTP 401: wrong password", null, null));

    assertThat(paused()).isEqualTo("true, HTTP 401: wrong password");
  }

  @Test
  void shouldPauseForAFailureAfterAPersonsResumeThoughTheClockWasTurnedBackBetween() {
    control.resume(CoreWorld.SOURCE, ADMIN);
    world.execute("update source_state set resumed_at = resumed_at + interval '3' hour");
    PullClaim claim = world.claim();

    world.pulls.failed(
        claim, new PullFailure(PullFailure.Kind.BARRED, "HTTP 401: wrong password", null, null));

    assertThat(paused()).isEqualTo("true, HTTP 401: wrong password");
  }

  @Test
  void shouldStartNoSecondPullBesideOneUnderWayWhenASourceIsResumed() {
    PullClaim first = world.claim();
    control.pause(CoreWorld.SOURCE, ADMIN);

    control.resume(CoreWorld.SOURCE, ADMIN);

    assertThat(world.pulls.claim(1)).isEmpty();
    world.pulls.complete(first);
    assertThat(world.claim().run()).isNotEqualTo(first.run());
  }

  private String paused() {
    return world.database.read(
        c ->
            Objects.requireNonNull(
                Sql.first(
                    c,
                    "select paused, pause_reason from source_state",
                    row -> row.getBoolean(1) + ", " + row.getString(2))));
  }
}

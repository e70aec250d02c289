package io.shangda.hub.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.record.Actor;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A person looks at where a source is read from, and leaves a place that leads nowhere. */
@ParameterizedClass
@EnumSource(Dialect.class)
class SourceCursorTest {
  private static final Actor ADMIN = new Actor("admin", "the county restored a backup");
  private static final String PAGE_5 = "{\"n\":4,\"page\":5,\"seen\":400}";

  private final CoreWorld world;
  private final SourceCursor cursor;

  SourceCursorTest(Dialect dialect) {
    world = new CoreWorld(dialect);
    cursor = new SourceCursor(world.database, new AuditLog(world.database, Clock.systemUTC()));
  }

  /** A run that takes one page in and ends, or breaks off, behind it. */
  private PullClaim run(String next, PullFailure.@Nullable Kind failure) {
    PullClaim claim = world.claim();
    world.intake.takeIn(claim, CoreWorld.page(next, CoreWorld.record("c" + claim.run())));
    if (failure == null) {
      world.pulls.complete(claim);
    } else {
      world.pulls.failed(claim, new PullFailure(failure, "answered 400", null, null));
    }
    return claim;
  }

  private String meaning() {
    return cursor.show(CoreWorld.SOURCE).meaning();
  }

  @Test
  void shouldShowWhereTheNextRunBeginsAndWhereEarlierOnesBegan() {
    PullClaim first = run("{\"token\":\"t1\"}", null);
    run("{\"token\":\"t2\"}", null);

    SourceCursor.Shown shown = cursor.show(CoreWorld.SOURCE);

    assertThat(shown.meaning()).isEqualTo("the next run asks for the page of the token 't2'");
    assertThat(shown.earlier())
        .extracting(SourceCursor.Begun::meaning)
        .containsExactly(
            "the next run asks for the page of the token 't1'",
            "the next run begins at the start of the list");
    assertThat(shown.earlier().get(1).run()).isEqualTo(first.run());
  }

  @Test
  void shouldSetTheSourceBackToWhereARunBegan() {
    run("{\"token\":\"t1\"}", null);
    PullClaim second = run("{\"token\":\"t2\"}", null);
    run("{\"token\":\"gone\"}", PullFailure.Kind.MISFIT);

    String said = cursor.setBack(CoreWorld.SOURCE, second.run(), ADMIN);

    assertThat(said).contains("token 't1'", "nothing is withdrawn");
    assertThat(meaning()).contains("token 't1'");
    assertThatThrownBy(() -> cursor.setBack(CoreWorld.SOURCE, 1L << 40, ADMIN))
        .hasMessageContaining("no pull run");
  }

  @Test
  void shouldBeginAnewAndKeepWhoAndWhy() {
    run("{\"token\":\"gone\"}", PullFailure.Kind.MISFIT);

    cursor.beginAnew(CoreWorld.SOURCE, ADMIN);

    assertThat(meaning()).isEqualTo("the next run begins at the start of the list");
    List<String> events =
        world.database.read(
            c ->
                Sql.list(
                    c,
                    "select content from audit_event order by id desc limit 1",
                    row -> row.getString(1)));
    assertThat(events.get(0))
        .contains("cursor-set", "admin", "the county restored a backup")
        .doesNotContain("gone");
  }

  @Test
  void shouldPassOverACountedPageOnly() {
    run(PAGE_5, PullFailure.Kind.GARBLED);

    cursor.passOver(CoreWorld.SOURCE, ADMIN);

    assertThat(meaning()).contains("page 6", "had 4 pages");
    cursor.set(CoreWorld.SOURCE, "{\"n\":2,\"offset\":40,\"most\":20}", ADMIN);
    cursor.passOver(CoreWorld.SOURCE, ADMIN);
    assertThat(meaning()).contains("first 60 records");
    cursor.set(CoreWorld.SOURCE, "t7", ADMIN);
    assertThatThrownBy(() -> cursor.passOver(CoreWorld.SOURCE, ADMIN))
        .hasMessageContaining("token 't7'", "begin anew");
  }

  @Test
  void shouldEndThePullUnderWayWithoutLosingWhatItDidNotCommit() {
    PullClaim claim = world.claim();

    cursor.set(CoreWorld.SOURCE, "t1", ADMIN);

    assertThatThrownBy(
            () -> world.intake.takeIn(claim, CoreWorld.page("t9", CoreWorld.record("late"))))
        .isInstanceOf(LeaseLostException.class);
    world.pulls.failed(claim, new PullFailure(PullFailure.Kind.AWAY, "late", null, null));
    assertThat(meaning()).contains("token 't1'");
    assertThat(world.number("select count(*) from pull_run where state = 'running'")).isZero();
    assertThat(world.claim().cursor()).isEqualTo("t1");
  }

  @Test
  void shouldHideSecretsOfALink() {
    cursor.set(CoreWorld.SOURCE, "{\"url\":\"https://a.cn/l?access_token=s3cret&p=2\"}", ADMIN);

    assertThat(meaning()).contains("p=2").doesNotContain("s3cret");
  }
}

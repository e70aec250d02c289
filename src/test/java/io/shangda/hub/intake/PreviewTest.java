package io.shangda.hub.intake;

import static io.shangda.hub.support.CoreWorld.page;
import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.step;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.intake.Preview.Seen;
import io.shangda.hub.intake.Preview.Version;
import io.shangda.hub.record.Finding;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PreviewTest {
  private static final List<String> TABLES =
      List.of("record", "record_version", "raw_content", "finding", "audit_event", "delivery");

  private final CoreWorld world = new CoreWorld(Dialect.H2);

  @Test
  void shouldTellWhatEachRecordWouldBecome() {
    Seen seen =
        preview(
            world.database,
            record("P-1"),
            record("P-2", "hold", "x"),
            record("P-3", "reject", "y"),
            "no json");

    assertThat(seen.versions())
        .extracting(Version::state)
        .containsExactly("planned", "held", "rejected");
    assertThat(seen.versions()).extracting(Version::key).containsExactly("P-1", "P-2", "P-3");
    assertThat(seen.unreadable()).extracting(r -> r.rule()).containsExactly("json");
    assertThat(seen.versions().get(2).findings())
        .extracting(Finding::rule)
        .containsExactly("test/reject");
  }

  @Test
  void shouldTellThatAChildWaitsForAParentThatNobodyKnows() {
    world.pull(record("P-0"));

    Seen seen =
        preview(
            world.database, step("s", "nobody"), record("P-1"), step("t", "P-1"), step("u", "P-0"));

    assertThat(seen.versions())
        .extracting(Version::waitsFor)
        .containsExactly("case-accept nobody", null, null, null);
  }

  @Test
  void shouldCompareWithTheNewestVersionKnown() {
    world.pull(record("P-1", "name", "甲"), record("P-2", "name", "乙"));

    Seen seen =
        preview(
            world.database, record("P-1", "name", "丙"), record("P-2", "name", "乙"), record("P-3"));

    Version changed = seen.versions().get(0);
    Preview.Before before = requireNonNull(changed.before());
    assertThat(before.version()).isEqualTo(1);
    assertThat(before.same()).isFalse();
    assertThat(requireNonNull(before.payload()).path("name").asText()).isEqualTo("甲");
    assertThat(requireNonNull(changed.payload()).path("name").asText()).isEqualTo("丙");
    assertThat(requireNonNull(seen.versions().get(1).before()).same()).isTrue();
    assertThat(seen.versions().get(2).before()).isNull();
  }

  @Test
  void shouldCallAnOlderArrivalSuperseded() {
    world.pull(record("P-1", "at", "2024-05-02T00:00:00Z"));

    Seen seen = preview(world.database, record("P-1", "at", "2024-05-01T00:00:00Z"));

    assertThat(seen.versions()).extracting(Version::state).containsExactly("superseded");
  }

  @Test
  void shouldTreatEveryRecordAsNewWithoutADatabase() {
    world.pull(record("P-1"));

    assertThat(preview(null, record("P-1")).versions().get(0).before()).isNull();
  }

  @Test
  void shouldStoreNothing() {
    world.pull(record("P-1"));
    List<Long> before = rows();

    preview(world.database, record("P-1", "name", "x"), record("P-2", "hold", "x"), "no json");

    assertThat(rows()).isEqualTo(before);
  }

  private List<Long> rows() {
    return TABLES.stream().map(table -> world.number("select count(*) from " + table)).toList();
  }

  private Seen preview(@Nullable Database database, String... records) {
    return new Preview(world.plans, Clock.systemUTC(), database)
        .of(CoreWorld.SOURCE, page(null, records));
  }
}

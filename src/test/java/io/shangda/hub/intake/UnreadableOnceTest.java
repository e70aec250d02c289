package io.shangda.hub.intake;

import static io.shangda.hub.support.CoreWorld.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What cannot be read is told where a person finds it, and once for a page that stays as it is. */
class UnreadableOnceTest {
  private static Page page(String content) {
    return new Page(
        new RawPage(
            content.getBytes(StandardCharsets.UTF_8),
            "text/csv; head=1; from=20002",
            "export.csv",
            Instant.EPOCH),
        List.of(new RawRecord.Unreadable("line 3", "csv-columns", "列数不符", "too many columns")),
        null,
        true);
  }

  private static void pull(CoreWorld world, Page page) {
    PullClaim claim = world.claim();
    world.intake.takeIn(claim, page);
    world.pulls.complete(claim);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldTellAnUnreadableOfAnUnchangedPageOnce(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);

    pull(world, page("a"));
    pull(world, page("a"));
    pull(world, page("b"));

    assertThat(world.number("select count(*) from finding where severity = 'unreadable'"))
        .isEqualTo(2);
    assertThat(world.number("select count(*) from audit_event where event = 'unreadable'"))
        .isEqualTo(2);
    assertThat(world.number("select sum(unreadable) from pull_run")).isEqualTo(3);
    assertThat(world.imbalance()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldTellTheFileAndTheLineInIt(Dialect dialect) {
    CoreWorld world = new CoreWorld(dialect);

    pull(world, page(record("a")));

    assertThat(
            world.number(
                "select count(*) from finding where shown_place = 'export.csv:20003' and raw_place"
                    + " = 'line 3'"))
        .isEqualTo(1);
  }
}

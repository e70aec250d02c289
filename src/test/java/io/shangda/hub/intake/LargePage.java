package io.shangda.hub.intake;

import static io.shangda.hub.support.CoreWorld.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shangda.hub.operate.query.Ledgers;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A page of more records than one transaction takes; run on each database. */
abstract class LargePage {
  private static final int RECORDS = 2 * Ready.PART + 1;

  private final CoreWorld world;

  LargePage(Dialect dialect) {
    world = new CoreWorld(dialect);
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
    assertThat(new Ledgers(world.database).whole().balanced()).isTrue();
  }

  private static Page large() {
    return CoreWorld.page(
        "next", IntStream.range(0, RECORDS).mapToObj(i -> record("r" + i)).toArray(String[]::new));
  }

  private long cursors() {
    return world.number("select count(*) from source_state where cursor_text = 'next'");
  }

  @Test
  void shouldTakeALargePageInPartByPartAsOnePage() {
    PullClaim claim = world.claim();

    PageOutcome outcome = world.intake.takeIn(claim, large());

    world.pulls.complete(claim);
    assertThat(outcome.pulled()).isEqualTo(RECORDS);
    assertThat(outcome.planned()).isEqualTo(RECORDS);
    assertThat(outcome.targets()).containsExactly(CoreWorld.PROVINCE);
    assertThat(world.counts(claim.run()))
        .isEqualTo("pulled %d = 0 + 0 + 0 + 0 + %d", RECORDS, RECORDS);
    assertThat(world.number("select pages from pull_run where id = ?", claim.run())).isEqualTo(1);
    assertThat(world.number("select count(*) from raw_content")).isEqualTo(1);
    assertThat(world.number("select count(*) from audit_event where event = 'page-taken-in'"))
        .isEqualTo(3);
    assertThat(cursors()).isEqualTo(1);
  }

  @Test
  void shouldLeaveTheCursorWhereItIsWhenALargePageBreaksOffAndTakeTheRestTheNextTime() {
    Page page = large();
    List<RawRecord> broken = new ArrayList<>(page.records());
    broken.set(
        RECORDS - 1,
        new RawRecord.Readable(
            "line " + RECORDS,
            () -> {
              throw new IllegalStateException("the hub stops here");
            }));
    PullClaim claim = world.claim();

    assertThatThrownBy(
            () ->
                world.intake.takeIn(
                    claim, new Page(page.raw(), broken, page.nextCursor(), page.end())))
        .hasMessage("the hub stops here");

    assertThat(cursors()).isZero();
    PageOutcome again = world.intake.takeIn(claim, page);
    world.pulls.complete(claim);
    assertThat(again.unchanged()).isEqualTo(2 * Ready.PART);
    assertThat(again.planned()).isEqualTo(1);
    assertThat(cursors()).isEqualTo(1);
  }
}

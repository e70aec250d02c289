package io.shangda.hub.intake;

import static io.shangda.hub.support.CoreWorld.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.record.Actor;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person does to a record while a page that shows it is sorted is not overlooked. */
class PurgeWhilePulledTest {
  private static final Actor ADMIN = new Actor("admin", "asked for by the court");

  /** A page is read, then sorted, then stored: what comes between the first two, and at the end. */
  private static final int BEFORE_IT_IS_STORED = 2;

  private static final int BEFORE_ITS_COMMIT = 3;

  /** Does something when it is asked the time for so many times. */
  private static final class Interrupting extends Clock {
    private final AtomicInteger asked = new AtomicInteger(Integer.MIN_VALUE);
    private Runnable act = () -> {};
    private int at;

    void interruptWith(int time, Runnable other) {
      at = time;
      act = other;
      asked.set(0);
    }

    @Override
    public Instant instant() {
      if (asked.incrementAndGet() == at) {
        act.run();
      }
      return Instant.now();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldHoldNewContentOfARecordThatIsPurgedMeanwhile(Dialect dialect) {
    Interrupting clock = new Interrupting();
    CoreWorld world = new CoreWorld(dialect, clock);
    world.pull(record("a", "v", "1"));
    world.acceptAll();
    AtomicInteger purges = new AtomicInteger();
    clock.interruptWith(
        BEFORE_IT_IS_STORED,
        () -> {
          world.content.purge(world.id("a"), ADMIN);
          purges.incrementAndGet();
        });

    world.pull(record("a", "v", "2"), record("b"));

    assertThat(purges).hasValue(1);
    assertThat(world.newest("a")).isEqualTo("held 2");
    assertThat(world.newest("b")).isEqualTo("planned 1");
    assertThat(world.imbalance()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldKeepNothingOfARecordThatIsPurgedBeforeThePageIsStored(Dialect dialect) {
    Interrupting clock = new Interrupting();
    CoreWorld world = new CoreWorld(dialect, clock);
    world.pull(record("a", "name", "erased"));
    clock.interruptWith(BEFORE_IT_IS_STORED, () -> world.content.purge(world.id("a"), ADMIN));

    world.pull(record("a", "name", "erased"), record("b", "name", "kept"));

    assertThat(pages(world))
        .anyMatch(page -> page.contains("kept"))
        .noneMatch(page -> page.contains("erased"));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldKeepNothingOfARecordThatIsPurgedWhileThePageIsStored(Dialect dialect) {
    Interrupting clock = new Interrupting();
    CoreWorld world = new CoreWorld(dialect, clock);
    world.pull(record("a", "name", "erased"));
    List<CompletableFuture<String>> purge = new ArrayList<>();
    clock.interruptWith(
        BEFORE_ITS_COMMIT,
        () -> {
          purge.add(CompletableFuture.supplyAsync(() -> world.content.purge(world.id("a"), ADMIN)));
          // as far as it comes while the page is not stored: to the end, if it does not wait for it
          Awaitility.await().until(() -> purge.get(0).isDone() || waits(world));
        });

    world.pull(record("a", "name", "erased"), record("b", "name", "kept"));
    purge.get(0).join();

    assertThat(pages(world))
        .anyMatch(page -> page.contains("kept"))
        .noneMatch(page -> page.contains("erased"));
  }

  /** True if a transaction waits for a lock. */
  private static boolean waits(CoreWorld world) {
    String waiting =
        world.database.dialect() == Dialect.H2
            ? "select count(*) from information_schema.sessions where blocker_id is not null"
            : "select count(*) from pg_stat_activity where wait_event_type = 'Lock'";
    return CompletableFuture.supplyAsync(() -> world.number(waiting)).join() > 0;
  }

  private static List<String> pages(CoreWorld world) {
    return world.database.read(
        c -> {
          List<String> pages = new ArrayList<>();
          for (String hash : Sql.list(c, "select hash from raw_content", row -> row.getString(1))) {
            RawPage page = RawStore.read(c, hash);
            pages.add(page == null ? "" : new String(page.content(), StandardCharsets.UTF_8));
          }
          return pages;
        });
  }
}

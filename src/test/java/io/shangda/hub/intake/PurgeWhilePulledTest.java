package io.shangda.hub.intake;

import static io.shangda.hub.support.CoreWorld.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person does to a record while a page that shows it is sorted is not overlooked. */
class PurgeWhilePulledTest {
  private static final Actor ADMIN = new Actor("admin", "asked for by the court");

  /** Does something when it is asked the time for the second time, between reading and writing. */
  private static final class Interrupting extends Clock {
    private final AtomicInteger asked = new AtomicInteger(Integer.MIN_VALUE);
    private Runnable act = () -> {};

    void interruptWith(Runnable other) {
      act = other;
      asked.set(0);
    }

    @Override
    public Instant instant() {
      if (asked.incrementAndGet() == 2) {
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
}

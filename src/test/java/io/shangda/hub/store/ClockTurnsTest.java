package io.shangda.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;

class ClockTurnsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private Instant wall = Instant.parse("2026-03-01T00:00:00Z");
  private long nanos = 7;
  private final Database database =
      new Database(
          JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID(), "sa", ""),
          Dialect.H2,
          null,
          new ClockTurns(() -> wall, () -> nanos));
  private final List<String> mended = new ArrayList<>();

  @Test
  void shouldMendNothingWhileTheClockGoesOn() {
    keep();

    goOn(HOUR);
    work();

    assertThat(mended).isEmpty();
  }

  @Test
  void shouldMendNothingWhenTheClockIsKeptRightByManySmallSteps() {
    keep();

    for (int i = 0; i < 100; i++) {
      wall = wall.plusSeconds(1);
      work();
    }

    assertThat(mended).isEmpty();
  }

  @Test
  void shouldMendOnceBeforeAnythingElseIsDoneByAClockThatWasSet() {
    keep();
    goOn(Duration.ofSeconds(3));

    wall = wall.minus(HOUR);
    work();
    work();

    assertThat(mended).containsExactly("2026-03-01T00:00:03Z PT-1H");
  }

  @Test
  void shouldMendAgainWhatCouldNotBeMended() {
    database.whenClockIsSet(
        (connection, before, by) -> {
          mended.add("tried");
          if (mended.size() == 1) {
            throw new SQLException("the disk is full");
          }
        });
    wall = wall.plus(HOUR);

    assertThatThrownBy(this::work).isInstanceOf(StoreException.class);
    work();
    work();

    assertThat(mended).hasSize(2);
  }

  private void keep() {
    database.whenClockIsSet((connection, before, by) -> mended.add(before + " " + by));
  }

  private void goOn(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
  }

  private void work() {
    database.execute(connection -> {});
  }
}

package io.shangda.hub.operate.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessCountsTest {
  private long nanos = Long.MAX_VALUE - 1;
  private final AccessCounts counts = new AccessCounts(() -> nanos);

  @Test
  void shouldWriteTheFirstAtOnceAndCountWhatFollowsWithinItsTime() {
    assertThat(counts.isFirst(failed("zhang"))).isTrue();
    for (int i = 0; i < 99; i++) {
      assertThat(counts.isFirst(failed("zhang"))).isFalse();
    }
    assertThat(counts.isFirst(failed("li"))).isTrue();
    assertThat(counts.due()).isEmpty();

    nanos += Duration.ofMinutes(1).toNanos();

    assertThat(counts.due()).isEqualTo(Map.of(failed("zhang"), 99));
    assertThat(counts.isFirst(failed("zhang"))).isTrue();
  }

  @Test
  void shouldCountAsOneWhatAnAttackerMakesDifferent() {
    int written = 0;
    for (int i = 0; i < 100_000; i++) {
      written += counts.isFirst(failed("name" + i)) ? 1 : 0;
    }
    nanos += Duration.ofMinutes(1).toNanos();

    assertThat(written).isEqualTo(500);
    assertThat(counts.due())
        .isEqualTo(
            Map.of(new AccessCounts.Note("login-failed", "others", "others", "others"), 99_500));
  }

  @Test
  void shouldTellAProgramsLoginsOnceAnHour() {
    AccessCounts.Note basic = new AccessCounts.Note("login", "zhang", "192.0.2.1", "HTTP Basic");
    counts.isFirst(basic);
    counts.isFirst(basic);
    nanos += Duration.ofMinutes(59).toNanos();
    assertThat(counts.due()).isEmpty();
    nanos += Duration.ofMinutes(1).toNanos();
    assertThat(counts.due()).isEqualTo(Map.of(basic, 1));
  }

  @Test
  void shouldKeepWhatCouldNotBeWritten() {
    counts.giveBack(Map.of(failed("zhang"), 7));

    assertThat(counts.all()).isEqualTo(Map.of(failed("zhang"), 7));
  }

  private static AccessCounts.Note failed(String user) {
    return new AccessCounts.Note("login-failed", user, "192.0.2.1", "password");
  }
}

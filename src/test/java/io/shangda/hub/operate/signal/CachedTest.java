package io.shangda.hub.operate.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CachedTest {
  private long now;
  private long cost;
  private int reads;
  private final Cached<Integer> cached =
      new Cached<>(
          () -> {
            now += cost;
            return ++reads;
          },
          () -> now);

  @Test
  void shouldReadAtMostOnceInTenSeconds() {
    cached.get();
    now += Duration.ofSeconds(9).toNanos();
    assertThat(cached.get()).isEqualTo(1);

    now += Duration.ofSeconds(1).toNanos();
    assertThat(cached.get()).isEqualTo(2);
  }

  @Test
  void shouldWaitTwoHundredTimesAsLongAsReadingTook() {
    cost = Duration.ofSeconds(2).toNanos();
    cached.get();

    now += Duration.ofSeconds(399).toNanos();
    assertThat(cached.get()).isEqualTo(1);
    now += Duration.ofSeconds(1).toNanos();
    assertThat(cached.get()).isEqualTo(2);
  }
}

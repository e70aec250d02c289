package io.shangda.hub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.TargetConfig.Retry;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Waits between attempts. */
class BackoffTest {
  private static final Retry RETRY = new Retry(Duration.ofSeconds(5), Duration.ofMinutes(15), 8);

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 10", "3, 20", "7, 320", "8, 640", "9, 900", "40, 900", "1000000, 900"})
  void shouldDoubleUpToTheCap(int times, long seconds) {
    Backoff longest = new Backoff(fixed(0));

    assertThat(longest.after(RETRY, times)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void shouldTakeUpToHalfOfAWaitAwayAtRandom() {
    Backoff backoff = new Backoff(new Random(7));

    for (int i = 0; i < 1000; i++) {
      assertThat(backoff.after(RETRY, 3)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
    }
  }

  @Test
  void shouldNotSendWhatFailedTogetherTogetherAgain() {
    Backoff backoff = new Backoff(new Random(7));

    assertThat(
            java.util.stream.Stream.generate(() -> backoff.after(RETRY, 9)).limit(100).distinct())
        .hasSizeGreaterThan(90);
  }

  private static RandomGenerator fixed(long value) {
    return () -> value;
  }
}

package io.shangda.hub.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OnceAMinuteTest {
  private long now = Long.MAX_VALUE - 5; // the clock may overflow
  private final OnceAMinute word = new OnceAMinute(() -> now);

  @Test
  void shouldBeSaidAtOnceAndThenOnceAMinute() {
    assertThat(word.begins()).isTrue();
    assertThat(word.begins()).isFalse();

    now += Duration.ofMinutes(1).toNanos() - 1;
    assertThat(word.begins()).isFalse();

    now++;
    assertThat(word.begins()).isTrue();
    assertThat(word.begins()).isFalse();
  }
}

package io.shangda.hub.operate.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
  private long nanos = Long.MAX_VALUE - 1; // such a clock may begin anywhere
  private final LoginThrottle throttle = new LoginThrottle(() -> nanos);

  @Test
  void shouldLetFourFailuresPass() {
    fail(4);

    assertThat(throttle.lockedFor("a")).isZero();
  }

  @Test
  void shouldLockForThirtySecondsAtTheFifthFailure() {
    fail(5);

    assertThat(throttle.lockedFor("a")).isEqualTo(Duration.ofSeconds(30));
    nanos += Duration.ofSeconds(30).toNanos();
    assertThat(throttle.lockedFor("a")).isZero();
  }

  @Test
  void shouldDoubleTheLockUpToAQuarterOfAnHour() {
    fail(6);
    assertThat(throttle.lockedFor("a")).isEqualTo(Duration.ofMinutes(1));

    fail(100);
    assertThat(throttle.lockedFor("a")).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void shouldForgetFailuresAfterASuccess() {
    fail(4);
    throttle.succeeded("a");
    fail(4);

    assertThat(throttle.lockedFor("a")).isZero();
  }

  @Test
  void shouldLockNobodyElse() {
    fail(10);

    assertThat(throttle.lockedFor("b")).isZero();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      throttle.failed("a");
    }
  }
}

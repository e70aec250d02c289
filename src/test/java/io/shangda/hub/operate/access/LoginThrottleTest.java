package io.shangda.hub.operate.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
  private Instant now = Instant.parse("2026-03-01T00:00:00Z");
  private final LoginThrottle throttle =
      new LoginThrottle(
          new Clock() {
            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return now;
            }
          });

  @Test
  void shouldLetFourFailuresPass() {
    fail(4);

    assertThat(throttle.lockedFor("a")).isZero();
  }

  @Test
  void shouldLockForThirtySecondsAtTheFifthFailure() {
    fail(5);

    assertThat(throttle.lockedFor("a")).isEqualTo(Duration.ofSeconds(30));
    now = now.plusSeconds(30);
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

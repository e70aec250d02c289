package io.shangda.hub.operate.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
  private static final String OFFICE = "192.0.2.1";
  private static final String ELSEWHERE = "198.51.100.9";

  private long nanos = Long.MAX_VALUE - 1; // such a clock may begin anywhere
  private final LoginThrottle throttle = new LoginThrottle(() -> nanos);

  @Test
  void shouldLetFourFailuresPass() {
    fail(4);

    assertThat(throttle.lockedFor("a", OFFICE)).isZero();
  }

  @Test
  void shouldLockForThirtySecondsAtTheFifthFailure() {
    fail(5);

    assertThat(throttle.lockedFor("a", OFFICE)).isEqualTo(Duration.ofSeconds(30));
    nanos += Duration.ofSeconds(30).toNanos();
    assertThat(throttle.lockedFor("a", OFFICE)).isZero();
  }

  @Test
  void shouldDoubleTheLockUpToAQuarterOfAnHour() {
    fail(6);
    assertThat(throttle.lockedFor("a", OFFICE)).isEqualTo(Duration.ofMinutes(1));

    fail(20);
    assertThat(throttle.lockedFor("a", OFFICE)).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void shouldCountAnAttemptBeforeItIsTriedSoThatNoMoreAreTriedAtOnce() {
    int tried = 0;
    for (int i = 0; i < 120; i++) { // none of them has been answered yet
      tried += throttle.begin("a", OFFICE).isZero() ? 1 : 0;
    }

    assertThat(tried).isEqualTo(5);
  }

  @Test
  void shouldForgetFailuresAfterASuccess() {
    fail(4);
    throttle.begin("a", OFFICE);
    throttle.succeeded("a", OFFICE);
    fail(4);

    assertThat(throttle.lockedFor("a", OFFICE)).isZero();
  }

  @Test
  void shouldLockNobodyElse() {
    fail(10);

    assertThat(throttle.lockedFor("b", OFFICE)).isZero();
    assertThat(throttle.lockedFor("a", ELSEWHERE)).isZero();
  }

  @Test
  void shouldCountANameHoweverItIsWritten() {
    for (String name : new String[] {"a", "A", "a", "A", "a"}) {
      throttle.begin(name, OFFICE);
    }

    assertThat(throttle.lockedFor("A", OFFICE)).isPositive();
  }

  @Test
  void shouldLockAnAddressThatTriesManyNamesButNotItsNeighboursWhoWereRightBefore() {
    throttle.begin("neighbour", OFFICE);
    throttle.succeeded("neighbour", OFFICE);
    int tried = 0;
    for (int i = 0; i < 40; i++) {
      tried += throttle.begin("name" + i, OFFICE).isZero() ? 1 : 0;
    }

    assertThat(tried).isEqualTo(30);
    assertThat(throttle.lockedFor("stranger", OFFICE)).isPositive();
    assertThat(throttle.lockedFor("neighbour", OFFICE)).isZero();
    assertThat(throttle.lockedFor("stranger", ELSEWHERE)).isZero();
  }

  @Test
  void shouldSlowDownOneNameTriedFromManyAddressesButNotItsOwner() {
    throttle.begin("a", OFFICE);
    throttle.succeeded("a", OFFICE);
    for (int i = 0; i < 100; i++) {
      throttle.begin("a", "203.0.113." + i);
    }

    assertThat(throttle.lockedFor("a", ELSEWHERE)).isEqualTo(Duration.ofSeconds(30));
    assertThat(throttle.lockedFor("a", OFFICE)).isZero();
  }

  @Test
  void shouldNotLetARightLoginOfOnesOwnClearTheCountOfAnAddress() {
    for (int i = 0; i < 40; i++) {
      throttle.begin("name" + i, OFFICE);
      throttle.begin("mine", OFFICE);
      throttle.succeeded("mine", OFFICE);
    }

    assertThat(throttle.lockedFor("stranger", OFFICE)).isPositive();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      nanos += throttle.lockedFor("a", OFFICE).toNanos();
      throttle.begin("a", OFFICE);
    }
  }
}

package io.shangda.hub.operate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DerivationsTest {
  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void shouldDeriveAFewAtOnceAndTurnAwayWhatWouldWaitTooLong() throws Exception {
    Derivations derivations = new Derivations(2, 3);
    CountDownLatch turnedAway = new CountDownLatch(15);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService callers = Executors.newFixedThreadPool(20);
    List<Future<Optional<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(
          callers.submit(
              () -> {
                Optional<String> answer =
                    derivations.run(
                        () -> {
                          most.accumulateAndGet(now.incrementAndGet(), Math::max);
                          turnedAway.await();
                          now.decrementAndGet();
                          return "derived";
                        });
                if (answer.isEmpty()) {
                  turnedAway.countDown();
                }
                return answer;
              }));
    }
    int derived = 0;
    for (Future<Optional<String>> answer : answers) {
      derived += answer.get().isPresent() ? 1 : 0;
    }
    callers.shutdownNow();

    assertThat(derived).isEqualTo(5);
    assertThat(most.get()).isEqualTo(2);
  }

  @Test
  void shouldGiveTheFaultOfTheWorkToWhoAskedForIt() {
    assertThatThrownBy(
            () ->
                new Derivations(1, 1)
                    .run(
                        () -> {
                          throw new IllegalStateException("unknown algorithm");
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("unknown algorithm");
  }
}

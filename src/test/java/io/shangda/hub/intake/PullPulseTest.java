package io.shangda.hub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A node that pulls nothing any more is not ready. */
class PullPulseTest {
  private final AtomicLong now = new AtomicLong();
  private final PullPulse pulse = new PullPulse(now::get);

  @Test
  void shouldBeWellWhileSourcesAreLookedFor() {
    for (int i = 0; i < 100; i++) {
      pass(Duration.ofSeconds(50));
      pulse.looked(8, 0);
      assertThat(pulse.trouble()).isNull();
    }
  }

  @Test
  void shouldSayThatNobodyLooksForDueSources() {
    pulse.looked(8, 0);
    pass(Duration.ofSeconds(61));

    assertThat(pulse.trouble()).contains("no due source was looked for");
  }

  @Test
  void shouldSayThatSlotsAreLost() {
    pulse.looked(0, 0);

    assertThat(pulse.trouble()).contains("nothing is pulled");
  }

  @Test
  void shouldSayThatNoPullMoves() {
    for (int i = 0; i < 20; i++) {
      pass(Duration.ofSeconds(50));
      pulse.looked(0, 8);
    }
    assertThat(pulse.trouble()).contains("no pull came to another page");

    pulse.moved();

    assertThat(pulse.trouble()).isNull();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}

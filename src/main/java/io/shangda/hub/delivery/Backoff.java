package io.shangda.hub.delivery;

import io.shangda.hub.config.TargetConfig.Retry;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with jitter: double each time up to the cap, then up to half of it taken
 * away at random.
 */
final class Backoff {
  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * @param times failures so far, counted from 1
   */
  Duration after(Retry retry, int times) {
    int doublings = Math.min(Math.max(times - 1, 0), 30);
    long full = Math.min(retry.max().toMillis(), retry.first().toMillis() << doublings);
    if (full <= 0) {
      full = retry.max().toMillis();
    }
    return Duration.ofMillis(full - random.nextLong(full / 2 + 1));
  }
}

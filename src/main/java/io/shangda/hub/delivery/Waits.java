package io.shangda.hub.delivery;

import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.push.Claimed;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long what a batch has to send again waits. Each is drawn once: deliveries that wait for the
 * same reason stay in one batch.
 */
final class Waits {
  private final Claimed claimed;
  private final Backoff backoff;
  private final int failures;
  private @Nullable Duration attempt;
  private @Nullable Duration failure;

  /**
   * @param failures definite failures the batch has had before
   */
  Waits(Claimed claimed, Backoff backoff, int failures) {
    this.claimed = claimed;
    this.backoff = backoff;
    this.failures = failures;
  }

  /** After no answer, or a fault of the target: by the attempts. */
  Duration afterAttempt() {
    if (attempt == null) {
      attempt = backoff.after(retry(), claimed.attempt());
    }
    return attempt;
  }

  /** After "later": by the failures, this one counted. */
  Duration afterFailure() {
    if (failure == null) {
      failure = backoff.after(retry(), failures + 1);
    }
    return failure;
  }

  private TargetConfig.Retry retry() {
    return claimed.target().retry();
  }

  static Duration longer(@Nullable Duration a, @Nullable Duration b) {
    if (a == null || b == null) {
      return a != null ? a : b != null ? b : Duration.ZERO;
    }
    return a.compareTo(b) >= 0 ? a : b;
  }
}

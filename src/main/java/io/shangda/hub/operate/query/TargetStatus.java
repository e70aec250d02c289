package io.shangda.hub.operate.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a target stands.
 *
 * @param breaker closed (deliveries go out), open (nothing goes out), half (one batch probes)
 * @param waitUntil when the target asked to be left alone until (Retry-After)
 * @param dueBatches batches whose time has come
 * @param sent of all runs
 */
public record TargetStatus(
    String id,
    String title,
    String connector,
    boolean paused,
    @Nullable String pauseReason,
    String breaker,
    @Nullable Instant breakerUntil,
    @Nullable Instant waitUntil,
    int faults,
    @Nullable Instant acceptedAt,
    @Nullable String lastError,
    long dueBatches,
    Sent sent) {

  /** Why a probe found nothing to send, and what is known of the trouble. */
  public String nothingDue() {
    String now = "Nothing is due for target '" + id + "', so nothing is sent";
    if (sent.inFlight() == 0) {
      return now;
    }
    return now
        + ": "
        + sent.inFlight()
        + " deliveries wait for their next try or for one before them"
        + (lastError == null ? "" : "; the last trouble was: " + lastError);
  }
}

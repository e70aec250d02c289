package io.shangda.hub.operate.query;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a target stands.
 *
 * @param breaker closed (deliveries go out), open (nothing goes out), half (one batch probes)
 * @param breakerUntil when one batch probes; null if that time has come
 * @param waitUntil until when the target asked to be left alone (Retry-After); null once that is
 *     over
 * @param lastError the trouble it is in; null once it is over
 * @param pastTrouble the last trouble that is over, with its time
 * @param dueBatches batches whose time has come
 * @param sent of all runs
 * @param commands what it asked for by record type, as far as it is in force
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
    @Nullable Instant lastErrorAt,
    @Nullable String pastTrouble,
    long dueBatches,
    Sent sent,
    List<Asked> commands) {

  /**
   * What a target asked for a record type in an answer.
   *
   * @param asks in words
   * @param rate requests a second; null: as configured
   * @param rateUntil null: until a person lifts it
   * @param held pause or stop; null: it is sent
   * @param heldUntil of a pause
   * @param why its own words; may be empty
   * @param batchesAside that wait for it
   */
  public record Asked(
      String type,
      String asks,
      @Nullable Double rate,
      @Nullable Instant rateUntil,
      @Nullable String held,
      @Nullable Instant heldUntil,
      String why,
      @Nullable Instant sinceAt,
      long batchesAside) {}

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
        + commands.stream()
            .map(one -> "; '" + one.type() + "' by the target's own wish: " + one.asks())
            .collect(Collectors.joining())
        + trouble();
  }

  private String trouble() {
    if (lastError != null) {
      return "; its trouble, since " + lastErrorAt + ": " + lastError;
    }
    return pastTrouble == null ? "" : "; its last trouble, which is over, " + pastTrouble;
  }
}

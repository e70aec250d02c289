package io.shangda.hub.operate.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a source stands.
 *
 * @param state idle, pulling, paused or failing
 * @param failures failed pulls in a row
 * @param lastError why its last run failed, or what had to be said of it; null once a run is
 *     complete without, or a person has resumed it
 * @param dueAt when it is pulled next; null while it is pulled
 * @param taken of all its runs
 * @param missing records that whole lists lack and that are not withdrawn; of sources whose
 *     configuration withdraws by absence
 * @param withdrawals free; asks: some wait for a person; brake: all do
 * @param pullAgeSeconds since its last complete run; null if it had none
 */
public record SourceStatus(
    String id,
    String title,
    String region,
    String connector,
    State state,
    @Nullable String pauseReason,
    int failures,
    @Nullable String lastError,
    @Nullable Instant lastErrorAt,
    @Nullable Instant dueAt,
    @Nullable Instant lastEndAt,
    @Nullable Instant lastGoodAt,
    @Nullable Long pullAgeSeconds,
    @Nullable Long lastRun,
    Taken taken,
    long missing,
    String withdrawals) {

  /** What a person is told who asks that it be pulled now. */
  public String dueNow() {
    return state == State.PAUSED
        ? "Source '"
            + id
            + "' is paused ("
            + pauseReason
            + "), so it is not pulled; resume it, then it is pulled at once"
        : "Source '" + id + "' is due now";
  }

  /** What it does now. */
  public enum State {
    IDLE,
    PULLING,
    PAUSED,
    FAILING
  }
}

package io.shangda.hub.operate.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.audit.exchange.ExchangeRows;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record's whole path, from the raw bytes to the receipts. Holds hashes and places, never a
 * payload.
 *
 * @param attempts each request that carried it, and what the other side said; as long as payloads
 *     are kept
 * @param timeline all of the following as sentences, in order of time
 */
public record Trace(
    Records.Found record,
    List<Step> timeline,
    List<Version> versions,
    List<Finding> findings,
    List<Delivery> deliveries,
    List<ExchangeRows.Told> attempts,
    List<Event> events,
    List<Archived> archives) {

  /**
   * An archive that holds audit events of a time when something was done with the record; its
   * events of that time are no longer in the database.
   */
  public record Archived(
      String file, long firstSeal, long lastSeal, @Nullable Instant from, @Nullable Instant to) {}

  /**
   * One moment.
   *
   * @param step received, taken-in, finding, resolved, planned, attempt, delivered … or the name of
   *     an audit event
   */
  public record Step(@Nullable Instant at, String step, String text) {}

  /**
   * One state of the record's content.
   *
   * @param rawHash of the page or file as received
   * @param rawPlace where in it the record stood
   * @param rawFrom the page's address or the file's name
   * @param emptiedAt when the page was emptied because it had been kept long enough; null if it was
   *     not
   * @param redactedAt when a record was last erased from that page, so that its hash no longer
   *     recomputes; null if none was
   * @param payloadKept whether what was made of it is still there
   * @param config version of the configuration it was taken in under
   */
  public record Version(
      int version,
      String state,
      boolean deleted,
      @Nullable Instant versionTime,
      @Nullable Instant arrivedAt,
      long run,
      String sourceHash,
      String rawHash,
      String rawPlace,
      @Nullable String rawFrom,
      @Nullable Instant receivedAt,
      @Nullable Instant redactedAt,
      @Nullable Instant emptiedAt,
      @Nullable String payloadHash,
      boolean payloadKept,
      String mapping,
      long config) {}

  /** Why a version was rejected, held or warned about, and what became of it. */
  public record Finding(
      int version,
      String severity,
      String rule,
      String field,
      String value,
      String zh,
      String en,
      String resolution,
      @Nullable String resolvedBy,
      @Nullable Instant resolvedAt,
      @Nullable String reason,
      @Nullable Instant createdAt) {}

  /**
   * One version at one target.
   *
   * @param attempts of the batch it is in; null if it is in none
   * @param dueAt when that batch goes out next
   * @param waitsFor why it is not on its way yet, and what ends that; null if only its turn is to
   *     come
   * @param takenOver this hub sent nothing: a predecessor is said to have delivered it, with this
   *     receipt
   */
  public record Delivery(
      long id,
      int version,
      String target,
      String state,
      @Nullable String operation,
      @Nullable String targetKey,
      @Nullable String receipt,
      @Nullable String message,
      String verdict,
      int repair,
      @Nullable Instant settledAt,
      @Nullable Integer attempts,
      @Nullable Instant dueAt,
      @Nullable String lastError,
      @Nullable String waitsFor,
      boolean takenOver) {}

  /**
   * An audit event.
   *
   * @param leaf the leaf that seals it
   * @param content its canonical text
   */
  public record Event(
      long id,
      long leaf,
      @Nullable Instant at,
      String event,
      String source,
      String target,
      JsonNode content) {}
}

package io.shangda.hub.push;

import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.RecordKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One record version for one target, loaded to be sent.
 *
 * @param id of the delivery row
 * @param key idempotency key: {@code sha256:} over target, source, type, source key, version (with
 *     the epoch, once that was raised), version hash and repair number
 * @param recordVersion {@code <epoch>.<number>}, rising with every version of a record and every
 *     restore from backup
 * @param forgotten it was planned before a backup was restored: whether it was sent since the
 *     backup is not known
 * @param targetKey the target's own key of the record; null if it has none
 * @param payload stored bytes, UTF-8 JSON; null for a withdrawal
 * @param plannedAt when the version was taken in
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
public record Delivery(
    long id,
    RecordKey record,
    long recordId,
    int version,
    Operation operation,
    Hash key,
    String recordVersion,
    boolean forgotten,
    @Nullable String targetKey,
    byte @Nullable [] payload,
    Instant plannedAt) {

  /** True if it was planned after a backup was restored: what the target has is not all known. */
  public boolean isAfterRestore() {
    return !recordVersion.startsWith("1.");
  }
}

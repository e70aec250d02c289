package io.shangda.hub.intake;

import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Severity;
import io.shangda.hub.record.TargetId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What translating, screening and checking gave.
 *
 * @param payload the provincial record, UTF-8 JSON; null for a withdrawal
 * @param targets the target's own payload by target; empty array where it takes the provincial
 *     record
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
record Judged(
    byte @Nullable [] payload,
    @Nullable Hash payloadHash,
    List<Finding> findings,
    Map<TargetId, byte[]> targets,
    String search) {

  /** Hash of what a target is sent; null for a withdrawal, or if it is no target of it. */
  @Nullable String hash(TargetId target) {
    byte[] own = targets.get(target);
    if (own == null) {
      return null;
    }
    return own.length > 0
        ? Hash.sha256(own).text()
        : payloadHash == null ? null : payloadHash.text();
  }

  boolean has(Severity severity) {
    return findings.stream().anyMatch(f -> f.severity() == severity);
  }
}

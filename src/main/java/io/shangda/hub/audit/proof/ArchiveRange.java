package io.shangda.hub.audit.proof;

import java.time.Instant;

/**
 * A run of whole seals that is archived.
 *
 * @param previous hash of the seal before the first; empty if there is none
 * @param hash of the last seal
 * @param from when the seal before was made, or the first
 * @param to when the last was made
 */
public record ArchiveRange(
    long first, long last, String previous, String hash, Instant from, Instant to) {
  /** The event that says so. */
  public static final String ARCHIVED = "audit-archived";
}

package io.shangda.hub.audit.proof;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A seal whose hash was told to somebody else.
 *
 * @param kind push (a target), file, or tsa (a time-stamping service)
 * @param place who was told: target, path, address
 * @param at when, by the hub's clock
 * @param answer time stamp token (RFC 3161), Base64; empty if there is none
 * @param databaseAhead the database's clock against the node's, in milliseconds
 * @param placeAhead the place's clock against the node's, in milliseconds; null if it did not tell
 */
public record Anchor(
    long seal,
    String hash,
    String kind,
    String place,
    Instant at,
    String answer,
    long databaseAhead,
    @Nullable Long placeAhead) {}

package io.shangda.hub.sandbox;

import java.time.Instant;

/**
 * One push as an upper platform saw it.
 *
 * @param type record kind in the platform's own words
 * @param key the platform's key of the record, or the sender's if it has none of its own
 * @param operation in the platform's own words
 * @param outcome {@code accepted}, {@code refused}, or how the platform failed
 * @param text what the platform said; empty if nothing
 */
public record Received(
    String type, String key, String operation, Instant at, String outcome, String text) {}

/**
 * The page transaction (Idempotent Receiver): decode, identify, drop unchanged, translate, screen,
 * check, and one commit for versions, findings, deliveries, audit events, run counters and cursor.
 * Entry point: {@code Intake}.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.intake;

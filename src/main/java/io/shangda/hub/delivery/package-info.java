/**
 * The outbox: planning, claims, outcomes, retry, receipts and dead letters (Guaranteed Delivery,
 * Claim Check, Idempotent Receiver at the far end). Entry points: {@code Planner}, {@code Claims},
 * {@code Outcomes}.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.delivery;

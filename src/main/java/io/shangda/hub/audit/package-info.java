/**
 * Evidence: append-only events, one leaf per transaction, the trace of a record. Entry point:
 * {@code AuditLog}.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.audit;

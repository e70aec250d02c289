/**
 * Evidence: append-only events, one leaf per transaction, the trace of a record. Entry point:
 * {@link io.shangda.hub.audit.AuditLog}.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.audit;

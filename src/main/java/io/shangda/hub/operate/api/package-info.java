/**
 * The admin API under {@code /api/v1}: resources, their requests, and errors as problem details
 * (RFC 9457).
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.operate.api;

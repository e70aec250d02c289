package io.shangda.hub.push;

/**
 * A request as it leaves.
 *
 * @param path as sent, without query
 * @param query as sent, without {@code ?}
 * @param id its idempotency key
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
record Outgoing(String method, String path, String query, String id, byte[] body) {}

package io.shangda.hub.audit.exchange;

/**
 * A piece of a request's body. Payloads are stored with their deliveries; a body that holds one,
 * byte by byte, is kept as what stands around it and the delivery's id.
 */
public sealed interface Piece {

  /** Bytes as they stand. */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  record Bytes(byte[] bytes) implements Piece {}

  /** The payload of a delivery. */
  record Payload(long delivery) implements Piece {}
}

package io.shangda.hub.push;

import io.shangda.hub.record.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One request to a target, ready to be sent: what a push connector is given.
 *
 * @param path appended to the target's url; may be empty
 * @param headers by name; content type included, authentication and signatures are added by the
 *     connector at each send
 * @param deliveries whose records it carries, in the order of the body
 * @param keys their idempotency keys as the body has them, in the same order
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
public record PushRequest(
    String path,
    Map<String, String> headers,
    byte[] body,
    List<Delivery> deliveries,
    List<String> keys) {

  /** What it asks of the target, for one or another of its records. */
  Set<Operation> operations() {
    return deliveries.stream().map(Delivery::operation).collect(Collectors.toUnmodifiableSet());
  }
}

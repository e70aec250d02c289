package io.shangda.hub.delivery;

import io.shangda.hub.audit.exchange.Piece;
import io.shangda.hub.push.Delivery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the payloads in a body that an envelope has taken over byte by byte: they are stored
 * already, and packing them once more would cost more than all else of keeping an attempt.
 */
final class Pieces {
  /** Shorter ones are no gain. */
  private static final int LEAST = 64;

  private Pieces() {}

  /**
   * @param deliveries in the order of the body
   */
  static List<Piece> of(byte[] body, List<Delivery> deliveries) {
    List<Piece> pieces = new ArrayList<>();
    int done = 0;
    for (Delivery delivery : deliveries) {
      byte[] payload = delivery.payload();
      int at = payload == null || payload.length < LEAST ? -1 : find(payload, body, done);
      if (at >= 0 && payload != null) {
        bytes(body, done, at, pieces);
        pieces.add(new Piece.Payload(delivery.id()));
        done = at + payload.length;
      }
    }
    bytes(body, done, body.length, pieces);
    return pieces;
  }

  private static void bytes(byte[] body, int from, int to, List<Piece> pieces) {
    if (to > from) {
      pieces.add(new Piece.Bytes(Arrays.copyOfRange(body, from, to)));
    }
  }

  /** Where a payload begins; -1 if it is not there. */
  private static int find(byte[] payload, byte[] body, int from) {
    for (int at = from; at + payload.length <= body.length; at++) {
      if (body[at] == payload[0]
          && Arrays.equals(body, at, at + payload.length, payload, 0, payload.length)) {
        return at;
      }
    }
    return -1;
  }
}

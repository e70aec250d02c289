package io.shangda.hub.audit.proof;

import java.util.ArrayList;
import java.util.List;

/**
 * Something in the evidence that is not as it was sealed.
 *
 * @param place where, such as {@code seal 3, leaf 17, event 18}
 */
public record Damage(Kind kind, String place, String zh, String en) {

  /** What happened to it. */
  public enum Kind {
    EVENT_CHANGED,
    EVENT_MISSING,
    EVENT_ADDED,
    EVENTS_SWAPPED,
    LEAF_CHANGED,
    LEAF_MISSING,
    LEAF_ADDED,
    LEAF_TWICE,
    LEAF_UNSEALED,
    SEAL_MISSING,
    SEAL_CHANGED,
    CHAIN_BROKEN,
    SIGNATURE_FALSE,
    KEY_UNKNOWN,
    KEY_NOT_VOUCHED_FOR,
    TAIL_CUT,
    ANCHOR_DIFFERS,
    EXCHANGE_CHANGED,
    EXCHANGE_MISSING,
    UNREADABLE
  }

  /** Where it is: 0 for what is not known. */
  record Spot(long seal, long leaf, long event) {
    static Spot seal(long seal) {
      return new Spot(seal, 0, 0);
    }

    static Spot leaf(LeafRow leaf) {
      return new Spot(leaf.seal(), leaf.leaf(), 0);
    }

    static Spot event(EventRow event) {
      return new Spot(event.seal(), event.leaf(), event.id());
    }

    @Override
    public String toString() {
      List<String> parts = new ArrayList<>();
      if (seal > 0) {
        parts.add("seal " + seal);
      }
      if (leaf > 0) {
        parts.add("leaf " + leaf);
      }
      if (event > 0) {
        parts.add("event " + event);
      }
      return String.join(", ", parts);
    }
  }

  static Damage at(Kind kind, Spot spot, String zh, String en) {
    return new Damage(kind, spot.toString(), zh, en);
  }

  @Override
  public String toString() {
    return place + ": " + en + " " + zh;
  }
}

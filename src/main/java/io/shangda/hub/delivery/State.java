package io.shangda.hub.delivery;

import java.util.Locale;

/** Where a delivery stands; in flight are the first two. */
public enum State {
  WAITING,
  BATCHED,
  DELIVERED,
  SUPERSEDED,
  DEAD,
  CLOSED,
  WITHDRAWN;

  /** The word in the database and in the ledger. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static State of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}

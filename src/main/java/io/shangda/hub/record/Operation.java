package io.shangda.hub.record;

import java.util.Locale;

/**
 * What a delivery asks of the target; fixed when the delivery gets its batch, from what that target
 * last accepted.
 */
public enum Operation {
  INSERT,
  UPDATE,
  WITHDRAW;

  /** The word on the wire and in the database. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Operation of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}

package io.shangda.hub.record;

import java.util.Locale;

/** The six words in which every target's reply about one record is understood. */
public enum Word {
  /** Taken, for good. */
  ACCEPTED,
  /**
   * Already there. Counts as accepted only where an earlier attempt may have reached the target.
   */
  DUPLICATE,
  /** A newer version is there already. */
  STALE,
  /** Refused for good, with a reason. */
  REJECTED,
  /** Not now; the same again later. */
  LATER,
  /** Taken; a verdict will come. */
  PENDING;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Word of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}

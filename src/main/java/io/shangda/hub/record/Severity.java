package io.shangda.hub.record;

import java.util.Locale;

/** What a finding does to its record. */
public enum Severity {
  /** The record is not planned; the owner must mend it at the source. */
  REJECT,
  /** The record waits for a named person. */
  HOLD,
  /** The record goes on; the finding is kept. */
  WARN;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Severity of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}

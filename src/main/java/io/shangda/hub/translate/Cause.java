package io.shangda.hub.translate;

import io.shangda.hub.record.Masks;

/** What JSLT says when it fails, without the data it quotes: messages are kept and shown. */
final class Cause {
  private static final String BY_INTEGRATOR = "error: ";

  private Cause() {}

  /**
   * JSLT's own words are ASCII, so every other letter is data and becomes an asterisk; the text of
   * the function {@code error} is the integrator's and stays.
   */
  static String withoutData(String message) {
    String line = Masks.inFinding(message.replace('\n', ' ').replace('\r', ' '));
    if (line.startsWith(BY_INTEGRATOR)) {
      return line;
    }
    StringBuilder shown = new StringBuilder(line.length());
    line.chars().forEach(c -> shown.append(c < 0x80 || c == '…' ? (char) c : '*'));
    return shown.toString();
  }
}

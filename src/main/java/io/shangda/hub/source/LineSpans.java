package io.shangda.hub.source;

/** The lines of a text, with any line end (LF, CR LF, CR). */
final class LineSpans {
  /**
   * A line.
   *
   * @param number from 1
   * @param from index of its first character
   * @param to index behind its last, without its end
   */
  record Span(int number, int from, int to) {}

  private final String chars;
  private int at;
  private int number;

  LineSpans(String chars) {
    this.chars = chars;
  }

  boolean hasNext() {
    return at < chars.length();
  }

  /** Index of what comes. */
  int at() {
    return at;
  }

  /** How many lines were given. */
  int given() {
    return number;
  }

  Span next() {
    int from = at;
    while (at < chars.length() && chars.charAt(at) != '\n' && chars.charAt(at) != '\r') {
      at++;
    }
    int to = at;
    if (at < chars.length()) {
      at += chars.startsWith("\r\n", at) ? 2 : 1;
    }
    return new Span(++number, from, to);
  }
}

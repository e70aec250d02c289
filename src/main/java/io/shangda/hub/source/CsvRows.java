package io.shangda.hub.source;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits CSV into rows (RFC 4180, with any line end). A row whose quotes do not match is told as
 * such, and reading goes on at the next line, so that one forgotten quote does not swallow the
 * file.
 */
final class CsvRows {

  /**
   * A row.
   *
   * @param line of its beginning, from 1
   * @param from index of its first character
   * @param to index after its last character
   * @param wellFormed false if its quotes do not match; then it has no cells
   */
  record Row(int line, int from, int to, boolean wellFormed, List<String> cells) {
    boolean isBlank() {
      return wellFormed && cells.size() == 1 && cells.get(0).isBlank();
    }
  }

  private final String chars;
  private final char separator;
  private final char quote;
  private int at;
  private int line = 1;

  CsvRows(String chars, char separator, char quote) {
    this.chars = chars;
    this.separator = separator;
    this.quote = quote;
  }

  boolean hasNext() {
    return at < chars.length();
  }

  void skipLine() {
    at = lineEnd(at);
    passLineEnd();
  }

  Row next() {
    int from = at;
    int firstLine = line;
    List<String> cells = new ArrayList<>();
    while (true) {
      String cell = cell();
      if (cell == null) {
        return broken(from, firstLine);
      }
      cells.add(cell);
      if (at >= chars.length() || chars.charAt(at) != separator) {
        break;
      }
      at++;
    }
    int to = at;
    passLineEnd();
    return new Row(firstLine, from, to, true, cells);
  }

  private Row broken(int from, int firstLine) {
    at = lineEnd(from);
    int to = at;
    line = firstLine;
    passLineEnd();
    return new Row(firstLine, from, to, false, List.of());
  }

  /** The cell that begins here; null if its quotes do not match. */
  private @Nullable String cell() {
    if (at < chars.length() && chars.charAt(at) == quote) {
      return quoted();
    }
    int from = at;
    while (at < chars.length() && chars.charAt(at) != separator && !isLineEnd(at)) {
      at++;
    }
    return chars.substring(from, at);
  }

  private @Nullable String quoted() {
    StringBuilder cell = new StringBuilder();
    for (at++; at < chars.length(); at++) {
      char c = chars.charAt(at);
      if (c == quote) {
        if (at + 1 < chars.length() && chars.charAt(at + 1) == quote) {
          at++;
        } else {
          at++;
          boolean ends = at >= chars.length() || chars.charAt(at) == separator || isLineEnd(at);
          return ends ? cell.toString() : null;
        }
      } else if (c == '\n') {
        line++;
      }
      cell.append(c);
    }
    return null;
  }

  private boolean isLineEnd(int index) {
    return chars.charAt(index) == '\n' || chars.charAt(index) == '\r';
  }

  private int lineEnd(int from) {
    int end = from;
    while (end < chars.length() && !isLineEnd(end)) {
      end++;
    }
    return end;
  }

  private void passLineEnd() {
    if (at < chars.length() && chars.charAt(at) == '\r') {
      at++;
      if (at >= chars.length() || chars.charAt(at) != '\n') {
        line++;
        return;
      }
    }
    if (at < chars.length() && chars.charAt(at) == '\n') {
      at++;
      line++;
    }
  }
}

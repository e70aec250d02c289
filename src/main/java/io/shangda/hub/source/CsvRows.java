package io.shangda.hub.source;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits CSV into rows (RFC 4180, with any line end). A row whose quotes do not match is told as
 * such, and reading goes on at the next line, so that one forgotten quote does not swallow the
 * file; nor do two that match by chance, with whole rows between them.
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
    /** Nothing in it: a blank line, or one of separators only, as spreadsheets add at the end. */
    boolean isBlank() {
      return wellFormed && cells.stream().allMatch(CsvCells::isBlank);
    }
  }

  private static final int FEWEST = 3;

  private final String chars;
  private final char separator;
  private final char quote;
  private int at;
  private int line = 1;
  private boolean ranOut;
  private int columns;

  CsvRows(String chars, char separator, char quote) {
    this.chars = chars;
    this.separator = separator;
    this.quote = quote;
  }

  /** How many columns the rows to come have; what they have is not looked at until it is known. */
  void expect(int columns) {
    this.columns = columns;
  }

  boolean hasNext() {
    return at < chars.length();
  }

  /** Byte order marks that somebody put before the first. */
  boolean skipMarks() {
    int from = at;
    while (at < chars.length() && chars.charAt(at) == '\uFEFF') {
      at++;
    }
    return at > from;
  }

  void skipLine() {
    at = lineEnd(at);
    passLineEnd();
  }

  /** The line that comes, without its end; empty at the end. */
  String line() {
    return chars.substring(at, lineEnd(at));
  }

  /** Index of what comes. */
  int at() {
    return at;
  }

  /** Number of the line that comes, from 1. */
  int lineNumber() {
    return line;
  }

  /**
   * True if the row that {@link #next} gave last may go on behind the end of these characters: it
   * ends with them, or a quote was still open there.
   */
  boolean ranOut() {
    return ranOut || at >= chars.length();
  }

  /** A row of these rows once more. */
  Row again(String row) {
    return new CsvRows(row, separator, quote).next();
  }

  Row next() {
    int from = at;
    int firstLine = line;
    ranOut = false;
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
    if (line > firstLine && hasRowsInside(cells)) {
      return broken(from, firstLine);
    }
    int to = at;
    passLineEnd();
    return new Row(firstLine, from, to, true, cells);
  }

  /**
   * True if a cell holds other rows: of a row of the right size all lines of the cell but the first
   * must look like rows, of another one will do. Two columns say too little: a text in which each
   * line has one comma is nothing rare.
   */
  private boolean hasRowsInside(List<String> cells) {
    for (String cell : columns < FEWEST ? List.<String>of() : cells) {
      List<String> lines = cell.lines().skip(1).toList();
      boolean rows =
          cells.size() == columns
              ? !lines.isEmpty() && lines.stream().allMatch(this::isLikeRow)
              : lines.stream().anyMatch(this::isLikeRow);
      if (rows) {
        return true;
      }
    }
    return false;
  }

  private boolean isLikeRow(String text) {
    return text.chars().filter(c -> c == separator).count() == columns - 1;
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
    if (chars.startsWith("=" + quote, from)) {
      at++; // ="1,2": Excel's way to say that this is a text
      String text = quoted();
      if (text != null) {
        return chars.substring(from, at);
      }
      at = from;
    }
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
      } else if (c == '\n' || c == '\r' && !chars.startsWith("\n", at + 1)) {
        line++;
      }
      cell.append(c);
    }
    ranOut = true;
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

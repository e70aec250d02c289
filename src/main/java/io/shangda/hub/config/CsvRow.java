package io.shangda.hub.config;

import java.util.ArrayList;
import java.util.List;

/**
 * One row of a CSV file (RFC 4180) that knows its line. Empty lines and lines that begin with
 * {@code #} are left out, white space around cells too.
 *
 * @param line of the row's beginning, counted from 1
 */
record CsvRow(int line, List<String> cells) {

  static List<CsvRow> read(String text) {
    List<CsvRow> rows = new ArrayList<>();
    int at = 0;
    int line = 1;
    while (at < text.length()) {
      int end = endOfRow(text, at);
      String row = text.substring(at, end);
      if (!row.isBlank() && !row.startsWith("#")) {
        rows.add(new CsvRow(line, cells(row)));
      }
      line += 1 + (int) row.chars().filter(c -> c == '\n').count();
      at = end + 1;
    }
    return rows;
  }

  private static int endOfRow(String text, int from) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\n' && !quoted) {
        return i;
      }
    }
    return text.length();
  }

  private static List<String> cells(String row) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < row.length(); i++) {
      char c = row.charAt(i);
      if (c == '"' && quoted && i + 1 < row.length() && row.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return List.copyOf(cells);
  }
}

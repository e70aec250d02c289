package io.shangda.hub.source;

/** What spreadsheets and old exports put around the text of a cell. */
final class CsvCells {
  /** By which old systems end a text. */
  private static final char END_OF_FILE = 0x1A;

  private CsvCells() {}

  /** True if there is nothing to be seen in it. */
  static boolean isBlank(String cell) {
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (!isInvisible(c) && !Character.isSpaceChar(c) && !Character.isWhitespace(c)) {
        return false;
      }
    }
    return true;
  }

  /** A column's title without blanks around it, of any kind, and without invisible characters. */
  static String title(String cell) {
    StringBuilder seen = new StringBuilder(cell.length());
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (!isInvisible(c)) {
        seen.append(Character.isSpaceChar(c) ? ' ' : c);
      }
    }
    return seen.toString().strip();
  }

  private static boolean isInvisible(char c) {
    return c == '\uFEFF'
        || c >= '\u200B' && c <= '\u200F'
        || c == '\u2060'
        || c == 0
        || c == END_OF_FILE;
  }

  /** True for {@code ="00123"}, by which an export keeps Excel from taking it for a number. */
  static boolean isExcelText(String cell) {
    return cell.length() >= 3 && cell.startsWith("=\"") && cell.endsWith("\"");
  }

  static String excelText(String cell) {
    return cell.substring(2, cell.length() - 1).replace("\"\"", "\"");
  }
}

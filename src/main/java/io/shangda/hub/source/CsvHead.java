package io.shangda.hub.source;

import io.shangda.hub.record.RawRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a CSV file: what stands before its first record.
 *
 * @param rows stand at the first record
 * @param names of the fields, in the order of the columns
 * @param titled how many columns have a title; those behind it have none
 * @param mistake why there is nothing to be read below it; null if there is
 */
record CsvHead(
    CsvRows rows, List<String> names, int titled, RawRecord.@Nullable Unreadable mistake) {
  private static final Pattern SEPARATOR_LINE =
      Pattern.compile("\"?sep=(.)\"?[,;\\t]*\\s*", Pattern.CASE_INSENSITIVE);

  /** Tried in this order where none is configured and the header row has no comma. */
  private static final String SEPARATORS = ";\t|";

  /** All rows behind the lines that are to be skipped; the first may be the header. */
  static CsvRows rows(String chars, CsvOptions options, Mends mends) {
    CsvRows lines = new CsvRows(chars, ',', options.quote());
    if (lines.skipMarks()) {
      mends.add("line 1", "文件开头有多个字节顺序标记", "the file begins with more than one byte order mark");
    }
    Matcher own = SEPARATOR_LINE.matcher(lines.line());
    boolean says = own.matches();
    int skipped = options.skip() + (says ? 1 : 0);
    for (int i = 0; i < skipped && lines.hasNext(); i++) {
      lines.skipLine();
    }
    char separator = says ? own.group(1).charAt(0) : separator(lines, options, mends);
    if (says && !Character.valueOf(separator).equals(options.separator())) {
      mends.add(
          "line 1",
          "首行 sep=" + separator + " 指定了分隔符",
          "the line sep=" + separator + " names the separator");
    }
    CsvRows rows = new CsvRows(chars, separator, options.quote());
    rows.skipMarks();
    for (int i = 0; i < skipped && rows.hasNext(); i++) {
      rows.skipLine();
    }
    return rows;
  }

  private static char separator(CsvRows lines, CsvOptions options, Mends mends) {
    if (options.separator() != null) {
      return options.separator();
    }
    while (lines.hasNext() && lines.line().isBlank()) {
      lines.skipLine();
    }
    String header = lines.line();
    if (header.indexOf(',') < 0) {
      for (char other : SEPARATORS.toCharArray()) {
        if (header.indexOf(other) >= 0) {
          String shown = other == '\t' ? "\\t" : String.valueOf(other);
          mends.add(
              "line " + lines.lineNumber(),
              "以 “" + shown + "” 分隔，而不是逗号",
              "'" + shown + "' separates the columns, no comma does");
          return other;
        }
      }
    }
    return ',';
  }

  static CsvHead of(Text text, CsvOptions options, Mends mends) {
    CsvRows rows = rows(text.chars(), options, mends);
    RawRecord.@Nullable Unreadable other = OtherFile.mistake(text);
    if (other != null) {
      return new CsvHead(rows, List.of(), 0, other);
    }
    if (!options.columns().isEmpty()) {
      rows.expect(options.columns().size());
      return new CsvHead(rows, options.columns(), options.columns().size(), null);
    }
    CsvRows.@Nullable Row header = header(rows);
    if (header == null) {
      return new CsvHead(rows, List.of(), 0, Unreadables.empty("line 1"));
    }
    List<String> names = new ArrayList<>();
    int titled = 0;
    for (String cell : header.cells()) {
      String title = CsvCells.title(cell);
      if (!title.equals(cell.strip())) {
        mends.add(
            "line " + header.line(),
            "列名 “" + title + "” 中有不可见字符或特殊空格，已去除",
            "invisible characters or odd blanks around the column title '"
                + title
                + "' were left out");
      }
      names.add(
          title.isEmpty()
              ? "column" + (names.size() + 1)
              : options.rename().getOrDefault(title, title));
      titled = title.isEmpty() ? titled : names.size();
    }
    rows.expect(names.size());
    return new CsvHead(rows, names, titled, mistake(header, names, text));
  }

  private static CsvRows.@Nullable Row header(CsvRows rows) {
    while (rows.hasNext()) {
      CsvRows.Row row = rows.next();
      if (!row.isBlank()) {
        return row;
      }
    }
    return null;
  }

  private static RawRecord.@Nullable Unreadable mistake(
      CsvRows.Row header, List<String> names, Text text) {
    String place = "line " + header.line();
    Text.Damage damage = text.damage(header.from(), header.to());
    if (damage != null) {
      return Unreadables.charset(place, text.charset().name(), damage.byteAt());
    }
    if (!header.wellFormed()) {
      return Unreadables.header(place, "引号不成对", "its quotes do not match");
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        return Unreadables.header(
            place, "列名 “" + name + "” 重复", "the column '" + name + "' stands in it twice");
      }
    }
    return null;
  }
}

package io.shangda.hub.source;

import io.shangda.hub.record.RawRecord;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files that only have the name of a table. Read as one, a workbook is a hundred rows of broken
 * characters, and a web page that stands in one line a header row with nothing below it.
 */
final class OtherFile {
  private static final String ZIP = "PK\u0003\u0004";

  /** The compound document of old workbooks, its first two bytes in whatever character set. */
  private static final Pattern COMPOUND = Pattern.compile("[^\\x00-\\x7F]{1,2}\\x11.{0,6}");

  /** Many systems call this an .xls, which spreadsheets open. */
  private static final Pattern MARKUP =
      Pattern.compile(
          "\\s*<(?:!doctype\\s+html|html|head|body|meta|table|\\?xml)[\\s>/].*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final int BEGINNING = 200;

  private OtherFile() {}

  /** What it is instead; null if it may well be a table. */
  static RawRecord.@Nullable Unreadable mistake(Text text) {
    String begin = text.chars().substring(0, Math.min(BEGINNING, text.chars().length()));
    boolean compound =
        !text.damages().isEmpty()
            && begin.length() > 8
            && COMPOUND.matcher(begin.substring(0, 8)).matches();
    if (begin.startsWith(ZIP) || compound) {
      return Unreadables.otherFile(
          "是 Excel 工作簿或压缩包", "is a workbook of a spreadsheet, or an archive,");
    }
    return MARKUP.matcher(begin).matches()
        ? Unreadables.otherFile("是网页或 XML（常被命名为 .xls）", "is a web page or XML, often named .xls,")
        : null;
  }
}

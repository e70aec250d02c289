package io.shangda.hub.source;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a CSV file is written.
 *
 * @param separator null: the comma, or what stands in the header row in its place
 * @param skip lines before the header row
 * @param columns field names of a file without a header row; empty if it has one
 * @param rename field name by column title
 */
record CsvOptions(
    @Nullable Character separator,
    char quote,
    int skip,
    List<String> columns,
    Map<String, String> rename,
    Pattern trailer) {

  static CsvOptions of(OptionValues options) {
    OptionValues csv = options.below("csv");
    String separator = csv.text("separator");
    return new CsvOptions(
        separator == null || separator.isEmpty() ? null : separator.charAt(0),
        csv.text("quote", "\"").charAt(0),
        csv.number("skip", 0),
        csv.list("columns"),
        csv.map("rename"),
        WholeSign.trailer(options));
  }
}

package io.shangda.hub.source;

import java.util.List;
import java.util.Map;

/**
 * How a CSV file is written.
 *
 * @param skip lines before the header row
 * @param columns field names of a file without a header row; empty if it has one
 * @param rename field name by column title
 */
record CsvOptions(
    char separator, char quote, int skip, List<String> columns, Map<String, String> rename) {

  static CsvOptions of(OptionValues options) {
    OptionValues csv = options.below("csv");
    return new CsvOptions(
        csv.text("separator", ",").charAt(0),
        csv.text("quote", "\"").charAt(0),
        csv.number("skip", 0),
        csv.list("columns"),
        csv.map("rename"));
  }
}

package io.shangda.hub.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a plain-text document with a header block is read.
 *
 * @param labels field name by label
 * @param patterns by field name; the first group is the value
 * @param skip lines that are neither header, title nor content
 * @param headerLines in which labels and patterns are looked for, empty lines not counted
 */
record DocumentOptions(
    Map<String, String> labels,
    Map<String, Pattern> patterns,
    List<Pattern> skip,
    int headerLines) {

  static DocumentOptions of(OptionValues options) {
    OptionValues text = options.below("text");
    Map<String, Pattern> patterns = new LinkedHashMap<>();
    text.map("patterns").forEach((field, regex) -> patterns.put(field, Pattern.compile(regex)));
    return new DocumentOptions(
        text.map("labels"),
        patterns,
        text.list("skip").stream().map(Pattern::compile).toList(),
        text.number("header-lines", 12));
  }
}

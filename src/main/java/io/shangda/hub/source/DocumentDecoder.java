package io.shangda.hub.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.Matching;
import io.shangda.hub.record.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plain text with a header block: one record a file. Besides the configured fields the record has
 * {@code title}, {@code content}, {@code file} (the file's name without suffix) and {@code key}:
 * the index number (索引号) where the document has one, else the file's name.
 */
record DocumentDecoder(DocumentOptions options, HeaderLabels labels, int maxRecord) {
  private static final String INDEX_NUMBER = "索引号";

  /** A longer line, or one with a full stop in it, is prose and no title. */
  private static final int LONGEST_TITLE = 120;

  private static final int LONGEST_NAVIGATION = 80;

  /** What disclosure sites print around a document. */
  private static final List<Pattern> NAVIGATION =
      List.of(
          Pattern.compile("^(您|你)?(的|现在|目前)?当?前?(的|所在)?(的)?位置(是|为)?\\s*[:：].*"),
          Pattern.compile("^(上|下)一?(条|篇|页)\\s*[:：].*"),
          Pattern.compile("^[【\\[(（]?(打印|关闭|关闭窗口|打印本页|返回顶部|收藏)[】\\])）]?.*"),
          Pattern.compile("^分享到?\\s*[:：]?.*"),
          Pattern.compile("^首页\\s*[>》›].*"),
          Pattern.compile("^\\S+(网|网站)(\\s+\\S+){1,6}$"));

  static DocumentDecoder of(OptionValues options, int maxRecord) {
    DocumentOptions text = DocumentOptions.of(options);
    return new DocumentDecoder(text, new HeaderLabels(text.labels().keySet()), maxRecord);
  }

  List<RawRecord> decode(Text text, String fileName) {
    String place = "line 1";
    if (!text.damages().isEmpty()) {
      Text.Damage damage = text.damages().get(0);
      return List.of(Unreadables.charset(place, text.charset().name(), damage.byteAt()));
    }
    if (text.chars().isBlank()) {
      return List.of(Unreadables.empty(place));
    }
    int bytes = text.chars().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > maxRecord) {
      return List.of(Unreadables.tooLarge(place, bytes, maxRecord));
    }
    try {
      return List.of(new RawRecord.Readable(place, record(text.chars(), stem(fileName))));
    } catch (Matching.TooCostly e) {
      return List.of(Unreadables.tooCostly(place, e.getMessage()));
    }
  }

  private ObjectNode record(String chars, String file) {
    ObjectNode record = Json.object();
    List<String> content = new ArrayList<>();
    String key = file;
    int met = 0;
    boolean titled = false;
    boolean prose = false;
    for (String raw : chars.split("\\R", -1)) {
      String line = clean(raw);
      boolean header = !prose && !line.isEmpty() && met++ < options.headerLines();
      Map<String, String> found = header ? labels.in(line) : Map.of();
      if (!found.getOrDefault(INDEX_NUMBER, "").isEmpty()) {
        key = found.get(INDEX_NUMBER);
      }
      boolean taken = header && (take(found, record) | match(line, record));
      if (taken || !found.isEmpty() || isNavigation(line)) {
        continue;
      }
      if (header && !titled && content.isEmpty() && isTitle(line)) {
        titled = true;
        putIfAbsent(record, "title", line);
      } else if (!line.isEmpty() || !content.isEmpty()) {
        content.add(line);
        prose |= line.indexOf('。') >= 0; // a word like 来源 in the text is no label any more
      }
    }
    return record
        .put("content", String.join("\n", content).strip())
        .put("file", file)
        .put("key", key);
  }

  private boolean take(Map<String, String> found, ObjectNode record) {
    boolean taken = false;
    for (Map.Entry<String, String> label : found.entrySet()) {
      String field = options.labels().get(label.getKey());
      taken |= field != null && putIfAbsent(record, field, label.getValue());
    }
    return taken;
  }

  /** True if the line is nothing but what a pattern names. */
  private boolean match(String line, ObjectNode record) {
    boolean whole = false;
    for (Map.Entry<String, Pattern> pattern : options.patterns().entrySet()) {
      Matcher matcher = Matching.matcher(pattern.getValue(), line);
      if (!record.has(pattern.getKey()) && Matching.next(matcher)) {
        String value = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
        putIfAbsent(record, pattern.getKey(), value == null ? "" : value.strip());
        whole |= matcher.start() == 0 && matcher.end() == line.length();
      }
    }
    return whole;
  }

  private static boolean putIfAbsent(ObjectNode record, String field, String value) {
    if (!value.isEmpty() && !record.has(field)) {
      record.put(field, value);
      return true;
    }
    return false;
  }

  private boolean isNavigation(String line) {
    return options.skip().stream().anyMatch(skip -> Matching.find(skip, line))
        || line.length() <= LONGEST_NAVIGATION
            && NAVIGATION.stream().anyMatch(known -> known.matcher(line).matches());
  }

  private static boolean isTitle(String line) {
    return !line.isEmpty() && line.length() <= LONGEST_TITLE && line.indexOf('。') < 0;
  }

  /** Without the blanks and invisible characters that web pages leave at both ends. */
  private static String clean(String line) {
    return line.replace('\u00A0', ' ').replace("\uFEFF", "").replace("\u200B", "").strip();
  }

  private static String stem(String fileName) {
    String name = fileName.substring(fileName.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}

package io.shangda.hub.intake;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.RecordKey;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The key of a record: one value, or several that are joined, each as {@link KeyText} has it. */
sealed interface SourceKey {

  /**
   * It identifies its record.
   *
   * @param text several parts are joined by {@code |}; a {@code |} or {@code \} within one of
   *     several has a {@code \} before it, so that A|B and C are another key than A and B|C
   * @param written as the source wrote it, blanks around it apart
   */
  record Usable(String text, String written) implements SourceKey {}

  /**
   * It could never find its record again.
   *
   * @param at the part that is at fault, of a key that is too long the first
   * @param value of that part, as it was written
   */
  record Unusable(Fault fault, JsonPointer at, String value) implements SourceKey {}

  /** Why a key cannot be used: a sentence each, that goes on after the name of its field. */
  enum Fault {
    MISSING("缺失或为空", "is missing or empty"),
    NO_VALUE("是列表或对象，不是文字或数字", "is a list or an object, not a text or a number"),
    PLACEHOLDER(
        "只是表示“没有”的占位文字（如 null、undefined、NaN、-、#N/A），不是主键",
        "only stands for 'nothing' (null, undefined, NaN, -, #N/A) and is no key"),
    DIGITS_LOST(
        "是科学计数法的数字，后面的位数已丢失（多为在 Excel 中另存所致），无法分辨是哪条记录；请把该列设为文本后重新导出",
        "is a number in exponent notation whose last digits are lost (a spreadsheet does that), so"
            + " that several records have the same; make the column text and export it again"),
    CONTROL("含控制字符（如换行、制表符）", "holds control characters (a line feed, a tab)"),
    BROKEN("含残缺字符（半个代理对）", "holds half a character (of a surrogate pair)"),
    TOO_LONG(
        "过长，超过 " + RecordKey.MAX_KEY + " 个字符",
        "is too long: more than " + RecordKey.MAX_KEY + " characters");

    final String zh;
    final String en;

    Fault(String zh, String en) {
      this.zh = zh;
      this.en = en;
    }

    boolean isNothing() {
      return this == MISSING || this == PLACEHOLDER;
    }
  }

  /** What programs write where there is nothing; compared in small letters. */
  Set<String> OF_PROGRAMS =
      Set.of(
          "null",
          "undefined",
          "nan",
          "none",
          "nil",
          "(null)",
          "<null>",
          "#n/a",
          "#ref!",
          "#value!",
          "#name?",
          "#div/0!",
          "#null!",
          "#num!");

  /** What people write there. One part of several may rightly be such: a project without lots. */
  Set<String> OF_PEOPLE = Set.of("-", "--", "—", "——", "/", "n/a", "无", "暂无");

  static SourceKey of(List<JsonPointer> pointers, JsonNode content) {
    if (pointers.size() == 1) {
      JsonNode value = content.at(pointers.get(0));
      String text = KeyText.of(value);
      Fault fault = fault(value, text);
      if (fault == null && OF_PEOPLE.contains(text.toLowerCase(Locale.ROOT))) {
        fault = Fault.PLACEHOLDER;
      }
      return fault == null
          ? usable(pointers, text, value.asText("").strip())
          : new Unusable(fault, pointers.get(0), value.asText(""));
    }
    StringBuilder joined = new StringBuilder();
    StringBuilder written = new StringBuilder();
    for (JsonPointer pointer : pointers) {
      JsonNode value = content.at(pointer);
      String text = KeyText.of(value);
      Fault fault = fault(value, text);
      if (fault != null) {
        return new Unusable(fault, pointer, value.asText(""));
      }
      joined.append(joined.isEmpty() ? "" : "|").append(escape(text));
      written.append(written.isEmpty() ? "" : "|").append(value.asText("").strip());
    }
    return usable(pointers, joined.toString(), written.toString());
  }

  private static SourceKey usable(List<JsonPointer> pointers, String text, String written) {
    return text.length() > RecordKey.MAX_KEY
        ? new Unusable(Fault.TOO_LONG, pointers.get(0), written)
        : new Usable(text, written);
  }

  private static @Nullable Fault fault(JsonNode value, String text) {
    if (value.isContainerNode()) {
      return Fault.NO_VALUE;
    }
    if (text.isEmpty()) {
      return Fault.MISSING;
    }
    if (OF_PROGRAMS.contains(text.toLowerCase(Locale.ROOT))) {
      return Fault.PLACEHOLDER;
    }
    if (KeyText.hasLostDigits(value)) {
      return Fault.DIGITS_LOST;
    }
    if (!ForeignText.isStorable(text)) {
      return text.indexOf('\0') >= 0 ? Fault.CONTROL : Fault.BROKEN;
    }
    return text.chars().anyMatch(c -> c < ' ') ? Fault.CONTROL : null;
  }

  private static String escape(String part) {
    return part.indexOf('|') < 0 && part.indexOf('\\') < 0
        ? part
        : part.replace("\\", "\\\\").replace("|", "\\|");
  }

  /** Whether a key that came from elsewhere, joined already, could be one. */
  static boolean isUsable(String key) {
    return !key.isEmpty()
        && key.length() <= RecordKey.MAX_KEY
        && key.chars().noneMatch(c -> c < ' ')
        && ForeignText.isStorable(key);
  }
}

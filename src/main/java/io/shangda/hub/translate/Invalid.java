package io.shangda.hub.translate;

import com.fasterxml.jackson.databind.node.TextNode;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Masks;
import io.shangda.hub.record.Severity;
import org.jspecify.annotations.Nullable;

/**
 * What a function returns for a value it cannot accept: a text that travels to the output in the
 * value's place, so that one bad field does not hide the others, and that says there what is wrong.
 *
 * <p>A mapping may build a longer text from it ({@code code(…) + "-01"}); therefore its text holds
 * the whole finding between two Unicode noncharacters, which no real text has, and is found again.
 */
final class Invalid extends TextNode {
  static final char MARK = '\uFDD0';
  private static final char PART = '\uFDD1';

  private final transient Finding finding;
  private final transient @Nullable String kept;

  private Invalid(String text, Finding finding, @Nullable String kept) {
    super(text);
    this.finding = finding;
    this.kept = kept;
  }

  /** The field is left out of the record, which is rejected. */
  static Invalid reject(String rule, String value, String zh, String en) {
    return reject(rule, value, Masks.inFinding(value), zh, en);
  }

  /**
   * @param shown the value masked by someone who knows better what it is than {@link
   *     Masks#inFinding}
   */
  static Invalid reject(String rule, String value, String shown, String zh, String en) {
    Hash hash = Hash.sha256(value);
    String text =
        MARK
            + String.join(String.valueOf(PART), rule, clean(shown), hash.text(), clean(zh), en)
            + MARK;
    return new Invalid(text, new Finding(Severity.REJECT, rule, "", shown, hash, zh, en), null);
  }

  /** The field keeps the value; the record goes on with a warning. */
  static Invalid warn(String rule, String value, String zh, String en) {
    return new Invalid(value, Finding.of(Severity.WARN, rule, "", value, zh, en), value);
  }

  /** What the output keeps in place of the mark; null: nothing. */
  @Nullable String kept() {
    return kept;
  }

  Finding findingAt(String field) {
    return named(finding, field);
  }

  static boolean marks(String text) {
    return text.indexOf(MARK) >= 0;
  }

  /** The finding inside a text that was built from a mark, or from a text with a noncharacter. */
  static Finding within(String text, String field) {
    int from = text.indexOf(MARK) + 1;
    int to = text.indexOf(MARK, from);
    String[] parts = to < 0 ? new String[0] : text.substring(from, to).split("\uFDD1", -1);
    if (parts.length != 5 || parts[2].indexOf(':') < 1) {
      return Finding.of(
          Severity.REJECT,
          "text",
          field,
          text,
          "文本中含有 Unicode 非字符 U+FDD0，请在源系统重新录入该字段",
          "The text holds the Unicode noncharacter U+FDD0; enter the field anew at the source");
    }
    return new Finding(
        Severity.REJECT, parts[0], field, parts[1], new Hash(parts[2]), parts[3], parts[4]);
  }

  private static String clean(String part) {
    return part.replace(MARK, ' ').replace(PART, ' ');
  }

  private static Finding named(Finding f, String field) {
    return new Finding(f.severity(), f.rule(), field, f.value(), f.valueHash(), f.zh(), f.en());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}

package io.shangda.hub.record;

/**
 * Why a record is rejected, held or warned about: one field, one rule.
 *
 * @param rule the rule's id, such as {@code schema/pattern}, {@code date}, {@code spam/betting},
 *     {@code secret-mark/grade}
 * @param field JSON Pointer into the record the finding is about; empty for the record as a whole
 * @param value the offending value, masked and cut; never personal data in clear
 * @param valueHash hash of the unmasked value, by which a later version is seen to have the same
 *     finding
 * @param zh what is wrong and how to mend it, in Chinese
 * @param en the same in English
 */
public record Finding(
    Severity severity,
    String rule,
    String field,
    String value,
    Hash valueHash,
    String zh,
    String en) {
  /** What the rule of a secret mark begins with: nothing of it may leave by one person's word. */
  public static final String SECRET_MARK = "secret-mark/";

  /**
   * A finding about a value as it was found.
   *
   * @param value in clear; it is kept only masked ({@link Masks#inFinding}) and as a hash
   */
  public static Finding of(
      Severity severity, String rule, String field, String value, String zh, String en) {
    return new Finding(severity, rule, field, Masks.inFinding(value), Hash.sha256(value), zh, en);
  }
}

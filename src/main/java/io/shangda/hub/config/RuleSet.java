package io.shangda.hub.config;

import io.shangda.hub.record.Severity;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of one file in {@code config/rules/}, beyond what a schema can say. */
public record RuleSet(String name, List<Rule> rules) {

  /**
   * One rule.
   *
   * @param when JSLT expression over the provincial record; the rule applies where it is true;
   *     null: always
   * @param check JSLT expression that must be true
   * @param field JSON Pointer of the field a finding names
   * @param zh what is wrong and how to mend it, in Chinese
   * @param en the same in English
   * @param basis the law or standard with article or section
   * @param validFrom first day it holds; null: since ever
   * @param validTo last day it holds; null: until further notice
   * @param date JSON Pointer to the date by which validity is judged; null: the day of intake
   */
  public record Rule(
      String id,
      Severity severity,
      @Nullable String when,
      String check,
      String field,
      String zh,
      String en,
      String basis,
      @Nullable LocalDate validFrom,
      @Nullable LocalDate validTo,
      @Nullable String date) {}
}

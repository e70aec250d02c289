package io.shangda.hub.config;

import io.shangda.hub.config.RuleSet.Rule;
import io.shangda.hub.record.Severity;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** Makes rule sets and screening patterns of documents that their schemas have found good. */
final class RuleReading {
  private RuleReading() {}

  static RuleSet rules(String name, Reading set) {
    return new RuleSet(name, set.items("rules").stream().map(RuleReading::rule).toList());
  }

  private static Rule rule(Reading rule) {
    LocalDate from = rule.day("valid-from");
    LocalDate to = rule.day("valid-to");
    if (from != null && to != null && to.isBefore(from)) {
      rule.mistake("valid-to", to.toString(), "a day not before valid-from, " + from);
    }
    return new Rule(
        rule.text("id"),
        Severity.of(rule.text("severity")),
        rule.textOrNull("when"),
        rule.text("check"),
        rule.text("field"),
        rule.text("zh"),
        rule.text("en"),
        rule.text("basis"),
        from,
        to,
        rule.textOrNull("date"));
  }

  static List<Screening.Pattern> patterns(Reading screening) {
    return screening.items("patterns").stream().map(RuleReading::pattern).toList();
  }

  private static Screening.Pattern pattern(Reading pattern) {
    return new Screening.Pattern(
        pattern.text("id"),
        Screening.Kind.valueOf(pattern.text("kind").toUpperCase(Locale.ROOT)),
        pattern.texts("words"),
        pattern.texts("regex"),
        pattern.texts("except"),
        pattern.text("zh"),
        pattern.text("en"));
  }
}

package io.shangda.hub.check;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import io.shangda.hub.config.RuleSet.Rule;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Severity;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** One rule of a rule set, ready to be asked. */
final class CompiledRule {
  private final Rule rule;
  private final @Nullable Expression when;
  private final Expression check;
  private final @Nullable JsonPointer date;

  /**
   * @param functions what the expressions may call besides JSLT's own
   * @throws JsltException if an expression does not compile
   */
  CompiledRule(Rule rule, Collection<Function> functions) {
    this.rule = rule;
    this.when = rule.when() == null ? null : compile(rule.when(), functions);
    this.check = compile(rule.check(), functions);
    this.date = rule.date() == null ? null : JsonPointer.compile(rule.date());
  }

  static Expression compile(String expression, Collection<Function> functions) {
    return new Parser(new StringReader(expression))
        .withFunctions(functions)
        .withResourceResolver(
            path -> {
              throw new JsltException("a rule cannot import '" + path + "'");
            })
        .compile();
  }

  /** What the rule has against a payload; null if nothing, or if it does not apply. */
  @Nullable Finding check(ObjectNode payload, LocalDate today) {
    if (!inForce(payload, today)) {
      return null;
    }
    try {
      if ((when != null && !holds(when.apply(payload))) || holds(check.apply(payload))) {
        return null;
      }
    } catch (RuntimeException | StackOverflowError e) { // JSLT lets through more than its own
      return failed(payload);
    }
    String basis = rule.basis().isBlank() ? "" : rule.basis().strip();
    return Finding.of(
        rule.severity(),
        rule.id(),
        rule.field(),
        value(payload),
        basis.isEmpty() ? rule.zh() : rule.zh() + "（依据：" + basis + "）",
        basis.isEmpty() ? rule.en() : rule.en() + " (basis: " + basis + ")");
  }

  private boolean inForce(ObjectNode payload, LocalDate today) {
    if (rule.validFrom() == null && rule.validTo() == null) {
      return true;
    }
    LocalDate day = date == null ? today : day(payload.at(date), today);
    return (rule.validFrom() == null || !day.isBefore(rule.validFrom()))
        && (rule.validTo() == null || !day.isAfter(rule.validTo()));
  }

  /** The first eight digits of a date in one of the hub's own forms; else today. */
  private static LocalDate day(JsonNode node, LocalDate today) {
    int value = 0;
    int digits = 0;
    String text = node.asText("");
    for (int i = 0; i < text.length() && digits < 8; i++) {
      int digit = text.charAt(i) - '0';
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        digits++;
      } else if (text.charAt(i) != '-') {
        return today;
      }
    }
    try {
      return digits == 8 ? LocalDate.of(value / 10000, value / 100 % 100, value % 100) : today;
    } catch (DateTimeException e) {
      return today; // a date that is none has its own finding
    }
  }

  /** A record that a rule cannot judge must not slip through. */
  private Finding failed(ObjectNode payload) {
    return Finding.of(
        Severity.REJECT,
        rule.id(),
        rule.field(),
        value(payload),
        "规则 " + rule.id() + " 无法判断本记录(字段缺失或类型不符)，请核对该字段；如数据无误，请更正规则",
        "Rule '"
            + rule.id()
            + "' cannot judge this record (a field is missing or of another type); check the field,"
            + " or correct the rule if the data are right");
  }

  private String value(ObjectNode payload) {
    JsonNode node = payload.at(rule.field());
    return node.isMissingNode() || node.isNull()
        ? ""
        : node.isTextual() ? node.textValue() : node.toString();
  }

  /** As JSLT sees truth. */
  private static boolean holds(JsonNode node) {
    return switch (node.getNodeType()) {
      case BOOLEAN -> node.booleanValue();
      case NULL, MISSING -> false;
      case STRING -> !node.textValue().isEmpty();
      case NUMBER -> node.doubleValue() != 0;
      default -> !node.isEmpty();
    };
  }
}

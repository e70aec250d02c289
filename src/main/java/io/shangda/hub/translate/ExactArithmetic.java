package io.shangda.hub.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.schibsted.spt.data.jslt.Function;
import java.math.BigDecimal;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic that neither overflows nor rounds: {@code add(12345678901234567890, 1)}. Null and
 * blank give null; what is no number is refused, a mark of an earlier refusal is passed on.
 */
final class ExactArithmetic implements Function {
  /** Longer numbers are an attack on the processor, not amounts. */
  private static final int MOST_DIGITS = 100;

  private final String name;
  private final BinaryOperator<BigDecimal> operation;

  ExactArithmetic(String name, BinaryOperator<BigDecimal> operation) {
    this.name = name;
    this.operation = operation;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public int getMinArguments() {
    return 2;
  }

  @Override
  public int getMaxArguments() {
    return 2;
  }

  @Override
  public JsonNode call(JsonNode input, JsonNode[] arguments) {
    for (JsonNode argument : arguments) {
      if (argument.isTextual() && Invalid.marks(argument.textValue())) {
        return argument;
      }
    }
    String first = Texts.strip(TextFunction.text(arguments[0]));
    String second = Texts.strip(TextFunction.text(arguments[1]));
    if (first.isEmpty() || second.isEmpty()) {
      return NullNode.getInstance();
    }
    BigDecimal one = number(first);
    BigDecimal other = number(second);
    if (one == null || other == null) {
      return refused(one == null ? first : second);
    }
    return Amount.node(operation.apply(one, other).stripTrailingZeros());
  }

  private static @Nullable BigDecimal number(String text) {
    if (text.length() > MOST_DIGITS) {
      return null;
    }
    try {
      return inBounds(new BigDecimal(Texts.narrow(text)));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable BigDecimal inBounds(BigDecimal value) {
    return value.precision() <= MOST_DIGITS && Math.abs((long) value.scale()) <= MOST_DIGITS
        ? value
        : null;
  }

  private Invalid refused(String value) {
    return Invalid.reject(
        "number",
        value,
        "不是可以计算的数(" + name + ")，请在源系统更正",
        "The value is no number that '" + name + "' can reckon with; correct it at the source");
  }
}

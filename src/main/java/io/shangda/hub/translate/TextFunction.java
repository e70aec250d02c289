package io.shangda.hub.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.schibsted.spt.data.jslt.Function;
import org.jspecify.annotations.Nullable;

/**
 * A function over the text of one of its arguments. Nothing in, nothing out: null and blank give
 * null, because that a value is missing is the schema's to say. A mark passes through, so that
 * functions can be nested.
 */
final class TextFunction implements Function {

  /** What the function does. */
  interface Body {
    /**
     * @param text stripped of blanks, never empty
     * @param value the argument the text is of; to be returned if it need not change
     */
    @Nullable JsonNode apply(String text, JsonNode value, JsonNode[] arguments);
  }

  private final String name;
  private final int subject;
  private final int most;
  private final Body body;

  /**
   * @param subject which argument the text is of, from 0; it and those before it must be given
   * @param most how many arguments it takes at most
   */
  TextFunction(String name, int subject, int most, Body body) {
    this.name = name;
    this.subject = subject;
    this.most = most;
    this.body = body;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public int getMinArguments() {
    return subject + 1;
  }

  @Override
  public int getMaxArguments() {
    return most;
  }

  @Override
  public JsonNode call(JsonNode input, JsonNode[] arguments) {
    JsonNode value = arguments[subject];
    for (JsonNode argument : arguments) {
      if (argument instanceof Invalid) {
        return argument;
      }
    }
    String text = Texts.strip(text(value));
    if (Invalid.marks(text)) {
      return value; // built from a mark
    }
    if (text.isEmpty()) {
      return NullNode.instance;
    }
    JsonNode result = body.apply(text, value, arguments);
    return result == null ? NullNode.instance : result;
  }

  /** The text of any value; empty for null. */
  static String text(JsonNode value) {
    if (value.isTextual()) {
      return value.textValue();
    }
    if (value.isNull() || value.isMissingNode()) {
      return "";
    }
    if (value.isFloatingPointNumber() && Double.isFinite(value.doubleValue())) {
      return value.decimalValue().toPlainString(); // asText would write 1.3E10
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }
}

package io.shangda.hub.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.Function;

/** A function as rules see it: no marks, a refused value is null. */
record RuleFunction(Function function) implements Function {
  @Override
  public String getName() {
    return function.getName();
  }

  @Override
  public int getMinArguments() {
    return function.getMinArguments();
  }

  @Override
  public int getMaxArguments() {
    return function.getMaxArguments();
  }

  @Override
  public JsonNode call(JsonNode input, JsonNode[] arguments) {
    JsonNode result = function.call(input, arguments);
    if (result instanceof Invalid mark) {
      String kept = mark.kept();
      return kept == null ? NullNode.instance : TextNode.valueOf(kept);
    }
    return result;
  }
}

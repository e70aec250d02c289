package io.shangda.hub.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import java.util.ArrayList;
import java.util.List;

/**
 * The functions of an envelope mapping: those of any mapping, but none that gives something else at
 * a resend. {@code code} needs its date; JSLT's own {@code now} and {@code random} do not compile.
 */
final class Timeless {
  private static final int TABLE_VALUE_DATE = 3;

  private Timeless() {}

  static List<Function> of(List<Function> functions) {
    List<Function> timeless = new ArrayList<>();
    for (Function function : functions) {
      timeless.add(
          function.getName().equals("code") ? new Needs(function, TABLE_VALUE_DATE) : function);
    }
    timeless.add(new Refused("now"));
    timeless.add(new Refused("random"));
    return timeless;
  }

  private record Needs(Function function, int arguments) implements Function {
    @Override
    public String getName() {
      return function.getName();
    }

    @Override
    public int getMinArguments() {
      return arguments;
    }

    @Override
    public int getMaxArguments() {
      return function.getMaxArguments();
    }

    @Override
    public JsonNode call(JsonNode input, JsonNode[] given) {
      return function.call(input, given);
    }
  }

  private record Refused(String name) implements Function {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public int getMinArguments() {
      throw new JsltException("Function '" + name + "', which gives something else at each resend");
    }

    @Override
    public int getMaxArguments() {
      return 0;
    }

    @Override
    public JsonNode call(JsonNode input, JsonNode[] arguments) {
      throw new JsltException(name + " has no place in an envelope mapping");
    }
  }
}

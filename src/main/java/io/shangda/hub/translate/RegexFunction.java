package io.shangda.hub.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.impl.BuiltinFunctions;
import com.schibsted.spt.data.jslt.impl.RegexpFunction;
import io.shangda.hub.config.Matching;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A function of JSLT that takes a regular expression, refused where the expression takes too long
 * for a record's text: JSLT itself would go on for years. The expression is asked within limits
 * first; then the function does what it always does, in as many steps.
 */
record RegexFunction(Function function, Map<String, Pattern> compiled)
    implements Function, RegexpFunction {
  private static final int MANY = 1000; // an expression can be made of a record's own text

  static List<Function> all() {
    return Stream.of("test", "capture", "split", "replace")
        .map(BuiltinFunctions.functions::get)
        .<Function>map(function -> new RegexFunction(function, new ConcurrentHashMap<>()))
        .toList();
  }

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
  public int regexpArgumentNumber() {
    return 1;
  }

  @Override
  public JsonNode call(JsonNode input, JsonNode[] arguments) {
    Pattern pattern = arguments[0].isNull() ? null : pattern(text(arguments[1]));
    if (pattern != null) {
      ask(pattern, text(arguments[0]));
    }
    return function.call(input, arguments);
  }

  private void ask(Pattern pattern, String text) {
    Matcher matcher = Matching.matcher(pattern, text);
    boolean all = getName().equals("split") || getName().equals("replace");
    try {
      boolean more = Matching.next(matcher);
      while (more && all) {
        more = Matching.next(matcher);
      }
    } catch (Matching.TooCostly e) {
      throw new JsltException(getName() + "() failed: " + e.getMessage());
    }
  }

  private @Nullable Pattern pattern(String regex) {
    if (compiled.size() > MANY) {
      compiled.clear();
    }
    try {
      return compiled.computeIfAbsent(regex, Pattern::compile);
    } catch (PatternSyntaxException e) {
      return null; // the function says it in its own words
    }
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }
}

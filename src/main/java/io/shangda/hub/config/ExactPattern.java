package io.shangda.hub.config;

import java.util.regex.Pattern;

/**
 * Regular expressions in which {@code $} is the very end of the text, as in JSON Schema (ECMA-262).
 * To Java it is also the place before a last line feed, so that {@code ^[0-9]{6}$} would let {@code
 * "330881\n"} pass.
 */
public final class ExactPattern {
  private ExactPattern() {}

  /**
   * @throws java.util.regex.PatternSyntaxException if the expression does not compile
   */
  public static Pattern compile(String regex) {
    if (regex.indexOf('$') < 0) {
      return Pattern.compile(regex);
    }
    Pattern.compile(regex); // a mistake is told in the words and places of what was written
    return Pattern.compile(withExactEnd(regex));
  }

  private static String withExactEnd(String regex) {
    StringBuilder exact = new StringBuilder(regex.length() + 4);
    int classes = 0; // how deep in [...]
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c == '\\' && i + 1 < regex.length()) {
        int end = regex.charAt(i + 1) == 'Q' ? quoteEnd(regex, i) : i + 2;
        exact.append(regex, i, end);
        i = end - 1;
        continue;
      }
      classes += c == '[' ? 1 : c == ']' && classes > 0 ? -1 : 0;
      exact.append(c == '$' && classes == 0 ? "\\z" : String.valueOf(c));
    }
    return exact.toString();
  }

  private static int quoteEnd(String regex, int from) {
    int end = regex.indexOf("\\E", from);
    return end < 0 ? regex.length() : end + 2;
  }
}

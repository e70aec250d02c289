package io.shangda.hub.source;

import io.shangda.hub.config.Matching;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Names of files by {@code *}, {@code ?}, {@code [abc]} and {@code {csv,txt}}; capital letters and
 * small ones are the same, for {@code EXPORT.CSV} is what the same system calls its file elsewhere.
 */
record NamePattern(String text, Pattern regex) {

  /**
   * @throws IllegalArgumentException if it is none
   */
  static NamePattern of(String text) {
    StringBuilder regex = new StringBuilder();
    boolean choice = false;
    boolean set = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (set) {
        set = c != ']';
        regex.append(c == '\\' ? "\\\\" : c == '!' && text.charAt(i - 1) == '[' ? "^" : c);
        continue;
      }
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '[' -> {
          set = true;
          regex.append('[');
        }
        case '{' -> {
          choice = true;
          regex.append("(?:");
        }
        case '}' -> {
          regex.append(choice ? ")" : "\\}");
          choice = false;
        }
        case ',' -> regex.append(choice ? "|" : ",");
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    try {
      int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL;
      return new NamePattern(text, Pattern.compile(regex.toString(), flags));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no pattern of file names; expected one such as *.csv", e);
    }
  }

  boolean fits(String name) {
    return Matching.matches(regex, name);
  }
}

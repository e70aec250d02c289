package io.shangda.hub.screen;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The literal texts one of which every match of a regular expression must hold: {@code bet[0-9]+} →
 * bet, {@code (yabo|ayx)\d} → yabo, ayx. They are looked for first, so that the expression itself
 * runs on few texts. Reads the common part of the syntax; what it does not know only ends a
 * literal.
 */
final class RequiredText {
  private static final String ESCAPED_LITERALS = "\\.[]{}()*+-?^$|/:\"'#&!<>=~%, ";

  private final String regex;
  private int at;
  private boolean once; // no quantifier stood behind what was read last

  private RequiredText(String regex) {
    this.regex = regex;
  }

  /** Empty if there is no such text of at least two characters. */
  static List<String> of(String regex) {
    List<String> found = new RequiredText(regex).alternatives();
    return found == null ? List.of() : found;
  }

  private @Nullable List<String> alternatives() {
    List<String> all = new ArrayList<>();
    boolean every = true;
    do {
      List<String> best = sequence();
      if (best == null) {
        every = false;
      } else {
        all.addAll(best);
      }
    } while (skip('|'));
    return every ? all : null;
  }

  /** The best literal, or set of alternatives, up to the end of an alternative. */
  private @Nullable List<String> sequence() {
    List<String> best = null;
    StringBuilder run = new StringBuilder();
    while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
      char c = regex.charAt(at);
      if (c == '(') {
        best = better(best, take(run));
        best = better(best, group());
      } else {
        int literal = literal();
        int least = quantifier();
        if (literal >= 0 && least > 0) {
          run.append((char) literal);
        }
        if (literal < 0 || !once) {
          best = better(best, take(run));
        }
      }
    }
    return better(best, take(run));
  }

  private @Nullable List<String> group() {
    at++;
    boolean asserts = false;
    if (skip('?')) {
      asserts = at < regex.length() && "!<=".indexOf(regex.charAt(at)) >= 0;
      while (at < regex.length()
          && regex.charAt(at) != ':'
          && regex.charAt(at) != ')'
          && !asserts) {
        at++; // flags
      }
      if (asserts) {
        at++;
      } else {
        skip(':');
      }
    }
    List<String> inside = alternatives();
    skip(')');
    return quantifier() > 0 && !asserts ? inside : null;
  }

  /** The next character if it stands for itself, else -1; moves behind it either way. */
  private int literal() {
    char c = regex.charAt(at++);
    if (c == '\\' && at < regex.length()) {
      char escaped = regex.charAt(at++);
      return ESCAPED_LITERALS.indexOf(escaped) >= 0 ? escaped : -1;
    }
    if (c == '[') {
      skipClass();
      return -1;
    }
    return ".^$".indexOf(c) >= 0 || Character.isSurrogate(c) ? -1 : c;
  }

  private void skipClass() {
    skip('^');
    skip(']');
    int depth = 1;
    while (at < regex.length() && depth > 0) {
      char c = regex.charAt(at++);
      if (c == '\\') {
        at++;
      } else if (c == '[') {
        depth++;
      } else if (c == ']') {
        depth--;
      }
    }
  }

  /** How often what stands before must be there at least. */
  private int quantifier() {
    int from = at;
    int least = 1;
    if (skip('?') || skip('*')) {
      least = 0;
    } else if (!skip('+') && at < regex.length() && regex.charAt(at) == '{') {
      int end = regex.indexOf('}', at);
      least = regex.startsWith("{0", at) ? 0 : 1;
      at = end < 0 ? regex.length() : end + 1;
    }
    once = at == from;
    if (!once && !skip('?')) { // lazy
      skip('+'); // possessive
    }
    return least;
  }

  private boolean skip(char c) {
    if (at < regex.length() && regex.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private static @Nullable List<String> take(StringBuilder run) {
    String literal = run.toString();
    run.setLength(0);
    return literal.length() < 2 ? null : List.of(literal);
  }

  private static @Nullable List<String> better(
      @Nullable List<String> one, @Nullable List<String> other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return shortest(other) > shortest(one) ? other : one;
  }

  private static int shortest(List<String> all) {
    return all.stream().mapToInt(String::length).min().orElse(0);
  }
}

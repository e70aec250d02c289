package io.shangda.hub.record;

import java.util.regex.Pattern;

/**
 * The form of every name an integrator gives: kebab-case, so that it serves as file, queue and
 * route name.
 */
final class Names {
  private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final int MAX = 64;

  private Names() {}

  static void require(String what, String value) {
    if (value.length() > MAX || !KEBAB.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "'"
              + value
              + "' is no "
              + what
              + ": expected kebab-case of at most "
              + MAX
              + " characters, such as 'jiangshan-cases'");
    }
  }
}

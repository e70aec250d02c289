package io.shangda.hub.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a payload says, without parsing all of it. */
final class Content {
  private static final Pattern NUMBER = Pattern.compile("\"content\":(\\d+)");
  private static final Pattern OF = Pattern.compile("\"of\":\"([^\"]*)\"");

  private Content() {}

  /** Number of the state; 0 if it says none. */
  static long number(String payload) {
    Matcher number = NUMBER.matcher(payload);
    return number.find() ? Long.parseLong(number.group(1)) : 0;
  }

  /** The parent; empty if it has none. */
  static String of(String payload) {
    Matcher of = OF.matcher(payload);
    return of.find() ? of.group(1) : "";
  }
}

package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a page says about the next one: systems say "there is none" in many ways. */
sealed interface NextMark {
  /** Token, or url. */
  record Next(String text) implements NextMark {}

  /** The page says that there is none: null, empty, false, 0, -1 or the word null. */
  record None() implements NextMark {}

  /** The page has nothing at that place, which may mean the end, or another form of page. */
  record Missing() implements NextMark {}

  /**
   * There is something that leads nowhere.
   *
   * @param what for the operator
   */
  record Useless(String what) implements NextMark {}

  Set<String> NONE = Set.of("", "null", "undefined", "none", "nil", "false", "0", "-1");

  Pattern LINK = Pattern.compile("<([^>]*)>([^<]*)", Pattern.CASE_INSENSITIVE);
  Pattern REL_NEXT =
      Pattern.compile(
          ";\\s*rel\\s*=\\s*(\"([^\"]*\\s)?next(\\s[^\"]*)?\"|next\\b)", Pattern.CASE_INSENSITIVE);

  static NextMark at(JsonPointer pointer, JsonNode envelope) {
    JsonNode mark = envelope.at(pointer);
    if (mark.isMissingNode()) {
      return new Missing();
    }
    if (mark.isContainerNode()) {
      return mark.isEmpty()
          ? new None()
          : new Useless(
              "what stands at '%s' is no text but a %s; the mark of the next page is inside it, or elsewhere"
                  .formatted(pointer, mark.isArray() ? "list" : "map"));
    }
    String text = Signs.text(mark).strip();
    if (mark.isBoolean() && mark.asBoolean() || text.equalsIgnoreCase("true")) {
      return new Useless(
          "'%s' says that there is a next page, but not which one".formatted(pointer));
    }
    return NONE.contains(text.toLowerCase(Locale.ROOT)) ? new None() : new Next(text);
  }

  /** By the header {@code Link} (RFC 8288). */
  static NextMark of(Map<String, String> headers) {
    String link = inHeader(headers);
    if (!link.isEmpty()) {
      return new Next(link);
    }
    return headers.getOrDefault("link", "").isBlank() ? new Missing() : new None();
  }

  /** The url with {@code rel=next}; empty if there is none. */
  static String inHeader(Map<String, String> headers) {
    Matcher link = LINK.matcher(headers.getOrDefault("link", ""));
    while (link.find()) {
      if (REL_NEXT.matcher(link.group(2)).find()) {
        return link.group(1).strip();
      }
    }
    return "";
  }
}

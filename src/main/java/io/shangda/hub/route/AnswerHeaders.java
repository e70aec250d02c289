package io.shangda.hub.route;

import java.util.Locale;
import java.util.Set;

/**
 * The headers of an answer that may come in. An allow-list: a header that nobody here needs is
 * dropped where the answer is received, whatever its name would mean to a step behind.
 */
final class AnswerHeaders {
  /** By lower-case name. */
  private static final Set<String> ALLOWED =
      Set.of(
          "content-type",
          "content-encoding",
          "date",
          "link",
          "location",
          "retry-after",
          "etag",
          "last-modified");

  private AnswerHeaders() {}

  /** Whether a header of this name may come in; others may only if they begin with {@code X-}. */
  static boolean allows(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ALLOWED.contains(lower) || lower.matches("x-[a-z0-9-]{1,60}");
  }
}

package io.shangda.hub.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.ForeignText;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a cursor means, for people. */
public final class CursorWords {
  private static final Map<String, String> WORDS = new LinkedHashMap<>();

  static {
    WORDS.put(
        "page",
        "the next run goes on at page %s; what stands on earlier pages is not asked for in it");
    WORDS.put("offset", "the next run goes on behind the first %s records");
    WORDS.put("url", "the next run goes on at the link %s");
    WORDS.put("token", "the next run asks for the page of the token '%s'");
    WORDS.put("since", "the next run asks for what changed since %s, in the source's own time");
    WORDS.put("high", "the next run asks for what changed since %s (UTC), less the overlap");
  }

  private CursorWords() {}

  /**
   * The cursor behind the page that a cursor stands for, without having read it; null if it is not
   * one of counted pages. The list of that run is no longer whole.
   */
  public static @Nullable String passedOver(@Nullable String cursor) {
    RunCursor at = RunCursor.of(cursor);
    ObjectNode next = NumberPaging.passedOver(at.state());
    return next == null ? null : new RunCursor(at.pages(), next).text();
  }

  /** What the next run asks for, in an operator's words. */
  public static String meaning(@Nullable String cursor) {
    RunCursor run = RunCursor.of(cursor);
    ObjectNode state = run.state();
    if (run.pages() == 0 && state.isEmpty()) {
      return "the next run begins at the start of the list";
    }
    String within = run.pages() > 0 ? ", in a run that has had " + run.pages() + " pages" : "";
    for (Map.Entry<String, String> words : WORDS.entrySet()) {
      if (state.hasNonNull(words.getKey())) {
        String value = ForeignText.oneLine(shown(words.getKey(), state), 200);
        return words.getValue().formatted(value) + within;
      }
    }
    return "the next run goes on at '%s'"
            .formatted(ForeignText.oneLine(cursor == null ? "" : cursor, 200))
        + within;
  }

  /** A link may carry what nobody should read. */
  private static String shown(String key, ObjectNode state) {
    String value = state.path(key).asText();
    try {
      return key.equals("url") ? PageUrl.of(URI.create(value)).place(Set.of()) : value;
    } catch (IllegalArgumentException e) {
      return "of a form that is no url";
    }
  }
}

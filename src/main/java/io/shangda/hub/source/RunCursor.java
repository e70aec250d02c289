package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A cursor as it is stored: a small JSON object with the number of pages this run has had and the
 * paging style's own state. A text that is no JSON object is a bare token, as a person would enter
 * it.
 *
 * @param pages committed in the run under way; 0 at its start
 */
record RunCursor(int pages, ObjectNode state) {
  private static final String PAGES = "n";

  static RunCursor of(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return new RunCursor(0, Json.object());
    }
    if (text.startsWith("{")) {
      try {
        JsonNode node = Json.MAPPER.readTree(text);
        if (node instanceof ObjectNode state) {
          JsonNode pages = state.remove(PAGES);
          return new RunCursor(pages == null ? 0 : pages.asInt(), state);
        }
      } catch (JsonProcessingException e) {
        return token(text); // somebody's token happens to begin with a brace
      }
    }
    return token(text);
  }

  private static RunCursor token(String text) {
    return new RunCursor(0, Json.object().put(TokenPaging.TOKEN, text));
  }

  /** The same with the count of pages in front. */
  String text() {
    ObjectNode all = Json.object();
    if (pages > 0) {
      all.put(PAGES, pages);
    }
    return all.<ObjectNode>setAll(state).toString();
  }
}

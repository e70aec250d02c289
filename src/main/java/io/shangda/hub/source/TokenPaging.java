package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.SourceConfig.Sign;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token in the page asks for the next. The last token is kept, so the next run goes on where this
 * one ended: the last page is read again and what was added to it is new.
 *
 * @param parameter carries the token; left out of the first request
 * @param next where a page names the next token
 */
record TokenPaging(String parameter, JsonPointer next, Paging.Size size, @Nullable Sign end)
    implements Paging {
  static final String TOKEN = "token";

  @Override
  public Ask ask(ObjectNode state, Instant now) {
    Map<String, String> query = new LinkedHashMap<>();
    if (state.has(TOKEN)) {
      query.put(parameter, state.path(TOKEN).asText());
    }
    size.into(query);
    return new Ask(null, query);
  }

  @Override
  public Step step(ObjectNode state, Turn turn) {
    String here = state.path(TOKEN).asText();
    String token = turn.text(next);
    if (token.isEmpty() || token.equals(here)) {
      return new Step.End(state(here));
    }
    if (turn.records().isEmpty() || Paging.ended(end, turn)) {
      return new Step.End(state(token));
    }
    Trail trail = Trail.at(state, turn.number(), here);
    if (trail.closedBy(token)) {
      return new Step.Stuck(
          "the next-page token at '%s' leads back to a page this run has had".formatted(next));
    }
    return new Step.GoOn(trail.into(state(token)));
  }

  private static ObjectNode state(String token) {
    ObjectNode state = Json.object();
    return token.isEmpty() ? state : state.put(TOKEN, token);
  }
}

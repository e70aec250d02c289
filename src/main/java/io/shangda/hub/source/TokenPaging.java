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
 * <p>A page without records but with another token is followed, for some systems filter what they
 * have read; only {@value #EMPTY_PAGES} of them in a row end a run, which goes on next time.
 *
 * @param parameter carries the token; left out of the first request
 * @param next where a page names the next token
 */
record TokenPaging(String parameter, JsonPointer next, Paging.Size size, @Nullable Sign end)
    implements Paging {
  static final String TOKEN = "token";
  private static final String ROWS = "rows";
  private static final String EMPTY = "empty";
  private static final int EMPTY_PAGES = 10;

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
    NextMark mark = NextMark.at(next, turn.envelope());
    if (mark instanceof NextMark.Next token) {
      return next(state, turn, here, token.text());
    }
    if (mark instanceof NextMark.Useless useless) {
      return end != null && Paging.ended(end, turn)
          ? new Step.End(state(here))
          : new Step.Stuck(useless.what());
    }
    return new Step.End(state(here), doubt(here, mark, turn));
  }

  /**
   * Many leave the token out of the last page; but a first page without is suspect if it is full.
   */
  private @Nullable String doubt(String here, NextMark mark, Turn turn) {
    if (end != null) {
      return Paging.ended(end, turn) ? null : ListEnd.NO_SIGN;
    }
    int pulled = turn.records().size();
    return mark instanceof NextMark.Missing && here.isEmpty() && size.full(pulled)
        ? "the first page is full (%d records) and has nothing at '%s'".formatted(pulled, next)
        : null;
  }

  private Step next(ObjectNode state, Turn turn, String here, String token) {
    String rows = RepeatedPage.fingerprint(turn.records());
    boolean same = !rows.isEmpty() && rows.equals(state.path(ROWS).asText());
    if (token.equals(here)) {
      return same ? new Step.End(state(here), repeated(), repeated()) : new Step.End(state(here));
    }
    int empty = turn.records().isEmpty() ? state.path(EMPTY).asInt() + 1 : 0;
    if (end != null && Paging.ended(end, turn) || empty >= EMPTY_PAGES) {
      return new Step.End(state(token));
    }
    Trail trail = Trail.at(state, turn.number(), here);
    if (trail.closedBy(token)) {
      return new Step.Stuck(
          "the next-page token at '%s' leads back to a page this run has had".formatted(next));
    }
    ObjectNode goOn = trail.into(state(token));
    if (!rows.isEmpty()) {
      goOn.put(ROWS, rows);
    }
    return new Step.GoOn(empty == 0 ? goOn : goOn.put(EMPTY, empty), same ? repeated() : null);
  }

  private String repeated() {
    return "the source gives the same records for another '%s': it may not know this parameter, and then nothing behind its first page is read"
        .formatted(parameter);
  }

  private static ObjectNode state(String token) {
    ObjectNode state = Json.object();
    return token.isEmpty() ? state : state.put(TOKEN, token);
  }
}

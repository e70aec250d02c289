package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page names the next url. Every run starts at the source's own url. {@link NextUrl} says which
 * links are followed.
 *
 * @param url of the source
 * @param next where a page names the next url; null: in the header {@code Link} with {@code
 *     rel=next} (RFC 8288)
 */
record LinkPaging(URI url, @Nullable JsonPointer next, Paging.Size size, ListEnd.Told ends)
    implements Paging {
  private static final String URL = "url";
  private static final String SEEN = "seen";
  private static final String ALL = "all";
  private static final String MOVED = "moved";
  private static final String ROWS = "rows";
  private static final String SAME = "same";

  @Override
  public Ask ask(ObjectNode state, Instant now) {
    if (state.has(URL)) {
      return new Ask(state.path(URL).asText(), Map.of());
    }
    Map<String, String> query = new LinkedHashMap<>();
    size.into(query);
    return new Ask(null, query);
  }

  @Override
  public Step step(ObjectNode state, Turn turn) {
    NextMark mark = next == null ? NextMark.of(turn.headers()) : NextMark.at(next, turn.envelope());
    if (Paging.ended(ends.end(), turn)) {
      return new Step.End(Json.object(), byTotal(state, turn));
    }
    if (mark instanceof NextMark.Next link) {
      return next(state, turn, link.text());
    }
    if (mark instanceof NextMark.Useless useless) {
      return new Step.Stuck(useless.what());
    }
    if (mark instanceof NextMark.None) {
      return new Step.End(Json.object(), ended(state, turn));
    }
    return new Step.End(Json.object(), state.has(URL) ? last(state, turn) : only(state, turn));
  }

  private Step next(ObjectNode state, Turn turn, String link) {
    URI here = state.has(URL) ? URI.create(state.path(URL).asText()) : url;
    URI there;
    try {
      there = new NextUrl(url).from(here, link);
    } catch (IllegalArgumentException e) {
      return new Step.Stuck(String.valueOf(e.getMessage()));
    }
    Trail trail = Trail.at(state, turn.number(), here.toString());
    if (there.equals(here) || trail.closedBy(there.toString())) {
      return new Step.Stuck("the link to the next page leads back to a page this run has had");
    }
    String rows = RepeatedPage.fingerprint(turn.records());
    ObjectNode goOn = trail.into(Json.object().put(URL, there.toString()).put(ROWS, rows));
    if (same(state, turn)) {
      goOn.put(SAME, true);
    }
    if (ends.total() != null) {
      goOn.put(SEEN, seen(state, turn));
      long all = ListEnd.count(turn.envelope().at(ends.total()));
      long known = ListEnd.count(state.path(ALL));
      if (known >= 0 || all >= 0) {
        goOn.put(ALL, known >= 0 ? known : all);
      }
      if (state.has(MOVED) || known >= 0 && all >= 0 && known != all) {
        goOn.put(MOVED, true);
      }
    }
    return new Step.GoOn(goOn);
  }

  private static boolean same(ObjectNode state, Turn turn) {
    String rows = RepeatedPage.fingerprint(turn.records());
    return state.has(SAME) || !rows.isEmpty() && rows.equals(state.path(ROWS).asText());
  }

  private static long seen(ObjectNode state, Turn turn) {
    return state.path(SEEN).asLong() + turn.records().size();
  }

  /** Null if the total agrees, or none is configured. */
  private @Nullable String byTotal(ObjectNode state, Turn turn) {
    if (same(state, turn)) {
      return "two pages, one after the other, had the same records";
    }
    if (ends.total() == null) {
      return null;
    }
    long known = ListEnd.count(state.path(ALL));
    long said = ListEnd.count(turn.envelope().at(ends.total()));
    if (state.has(MOVED) || known >= 0 && said >= 0 && known != said) {
      return ListEnd.MOVED;
    }
    long all = known >= 0 ? known : said;
    long seen = seen(state, turn);
    if (all < 0) {
      return ListEnd.NO_TOTAL;
    }
    return seen == all ? null : "the links led to %d of %d records".formatted(seen, all);
  }

  /** The page says itself that there is no other. */
  private @Nullable String ended(ObjectNode state, Turn turn) {
    return ends.end() != null && ends.total() == null ? ListEnd.NO_SIGN : byTotal(state, turn);
  }

  /** A later page without a link: the pages before had one, so this one has none to give. */
  private @Nullable String last(ObjectNode state, Turn turn) {
    String doubt = ended(state, turn);
    return doubt == null && ends.total() == null && turn.records().isEmpty()
        ? "the page that a link led to has neither records nor a link"
        : doubt;
  }

  /** A first page without a link may be the whole list, or a list in another form than before. */
  private @Nullable String only(ObjectNode state, Turn turn) {
    String doubt = ended(state, turn);
    int pulled = turn.records().size();
    boolean small = pulled == 0 || size.records() > 0 && !size.mayBeCut(pulled);
    return doubt == null && ends.total() == null && !small
        ? "the first page has no link to another (%s), which proves the end of the list only with fewer records than 'size', with 'total' or 'end'"
            .formatted(next == null ? "header 'Link'" : next)
        : doubt;
  }
}

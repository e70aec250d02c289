package io.shangda.hub.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pages by number, or by the number of records before them (offset and limit). Every run is a
 * snapshot from the first page.
 *
 * <p>A page with fewer records than asked for proves nothing: many servers cut pages at a size of
 * their own. So a run goes on until the source says that it is over ({@code total}, {@code last},
 * {@code end}) or has an empty page; the size that comes is the size that counts.
 *
 * <p>Two habits of real systems are allowed for: pages 0 and 1 are the same rows (a provincial
 * disclosure catalogue does so), and a number past the end answers the last page again, for ever.
 */
record NumberPaging(Position position, Paging.Size size, ListEnd.Told ends) implements Paging {
  private static final String PAGE = "page";
  private static final String OFFSET = "offset";
  private static final String ROWS = "rows";
  private static final String SEEN = "seen";
  private static final String MOST = "most";
  private static final String ALL = "all";
  private static final String MOVED = "moved";
  private static final String SAID = "said";

  /**
   * What the request counts.
   *
   * @param parameter carries it
   * @param first of the first page
   * @param records true: records before the page; false: pages
   */
  record Position(String parameter, int first, boolean records) {}

  @Override
  public Ask ask(ObjectNode state, Instant now) {
    Map<String, String> query = new LinkedHashMap<>();
    long at = at(state);
    query.put(position.parameter(), Long.toString(at));
    size.into(query);
    return new Ask(null, query, at > position.first());
  }

  @Override
  public boolean saysTotal() {
    return ends.total() != null;
  }

  @Override
  public Step step(ObjectNode state, Turn turn) {
    Progress now = progress(state, turn);
    if (isOver(now, turn)) {
      return new Step.End(Json.object(), doubt(now, state, turn));
    }
    ObjectNode next =
        Json.object()
            .put(
                position.records() ? OFFSET : PAGE,
                now.at() + (position.records() ? now.pulled() : 1))
            .put(SEEN, now.seen())
            .put(ROWS, now.rows())
            .put(MOST, Math.max(state.path(MOST).asInt(), now.pulled()));
    String said = state.has(SAID) ? state.path(SAID).asText() : ListEnd.state(turn.envelope());
    if (!said.isEmpty()) {
      next.put(SAID, said);
    }
    if (now.total() >= 0) {
      next.put(ALL, now.total());
    }
    if (now.moved()) {
      next.put(MOVED, true);
    }
    return new Step.GoOn(next);
  }

  /**
   * How far the list is read.
   *
   * @param repeated the page is the one before it again
   * @param seen records up to here, a repeated page not counted
   * @param total as the newest page that said it; -1 if none did
   * @param moved rows came or went since: one that goes moves those behind it over the edges of
   *     pages that were read already, and only a changed total shows it
   * @param cut the pages before had fewer records than asked for, so the server has a size of its
   *     own, and what it says of pages may be counted in the other size
   */
  private record Progress(
      long at,
      int pulled,
      String rows,
      boolean repeated,
      long seen,
      long total,
      boolean moved,
      boolean cut) {}

  private Progress progress(ObjectNode state, Turn turn) {
    long at = at(state);
    int pulled = turn.records().size();
    String rows = RepeatedPage.fingerprint(turn.records());
    boolean again = pulled > 0 && rows.equals(state.path(ROWS).asText());
    boolean zeroIsOne = !position.records() && position.first() == 0 && at == 1;
    long seen = state.path(SEEN).asLong() + (again ? 0 : pulled);
    long known = ListEnd.count(state.path(ALL));
    long said = ends.total() == null ? -1 : ListEnd.count(turn.envelope().at(ends.total()));
    boolean silent = said < 0 || said == 0 && pulled == 0 && seen > 0; // past the end some say 0
    boolean moved = state.has(MOVED) || known >= 0 && !silent && said != known;
    boolean cut = state.has(MOST) && state.path(MOST).asInt() < size.records();
    long total = silent ? known : said;
    return new Progress(at, pulled, rows, again && !zeroIsOne, seen, total, moved, cut);
  }

  private boolean isOver(Progress now, Turn turn) {
    if (now.pulled() == 0 || now.repeated() || Paging.ended(ends.end(), turn)) {
      return true;
    }
    if (now.total() >= 0) {
      // a full page may be followed by more, whatever it calls the total: often it is its own count
      return now.seen() >= now.total() && !size.full(now.pulled());
    }
    boolean first = now.at() == position.first();
    return isLast(now, turn) && !now.cut() && !(first && cutAtFirst(now.pulled()));
  }

  /** The number of pages may be that of the size asked for, while the page has another one. */
  private boolean cutAtFirst(int pulled) {
    return size.records() > 0 && !size.full(pulled) && size.mayBeCut(pulled);
  }

  private boolean isLast(Progress now, Turn turn) {
    JsonNode pages =
        ends.last() == null ? Json.MAPPER.missingNode() : turn.envelope().at(ends.last());
    String text = pages.asText();
    if (pages.isBoolean() || text.equals("true") || text.equals("false")) {
      return Boolean.parseBoolean(text);
    }
    long number = ListEnd.count(pages);
    if (number < 0) {
      return false;
    }
    // counted from the first number or from one: the later of the two, an empty page more is
    // harmless, a page less is not
    return !position.records() && now.at() >= Math.max(number, position.first() + number - 1);
  }

  /** Why the list may not end here; null if its end is proven. */
  private @Nullable String doubt(Progress now, ObjectNode state, Turn turn) {
    if (now.moved()) {
      return ListEnd.MOVED;
    }
    if (ends.total() != null) {
      return byTotal(now);
    }
    if (Paging.ended(ends.end(), turn)) {
      return null;
    }
    if (ends.last() != null) {
      return isLast(now, turn)
          ? null
          : "page %d is empty or the same again, but not the last ('last')".formatted(now.at());
    }
    if (ends.end() != null) {
      return ListEnd.NO_SIGN;
    }
    if (now.repeated()) {
      return "'%s' %d gives the same records as the page before it: the source repeats its last page, or does not know the parameter; 'total', 'last' or 'end' would tell which"
          .formatted(position.parameter(), now.at());
    }
    return ListEnd.otherState(state.path(SAID).asText(""), turn.envelope());
  }

  private static @Nullable String byTotal(Progress now) {
    if (now.total() < 0) {
      return ListEnd.NO_TOTAL;
    }
    if (now.seen() < now.total()) {
      return "the list ended after %d of %d records".formatted(now.seen(), now.total());
    }
    return now.seen() == now.total()
        ? null
        : "the source says that there are %d records ('total') and has given %d"
            .formatted(now.total(), now.seen());
  }

  private long at(ObjectNode state) {
    return state.path(position.records() ? OFFSET : PAGE).asLong(position.first());
  }

  /**
   * The state behind the page that a state stands for, without having read it; null if the state is
   * not one of counted pages. The list of that run is no longer whole.
   */
  static @Nullable ObjectNode passedOver(ObjectNode state) {
    boolean pages = state.path(PAGE).isNumber();
    if (!pages && !state.path(OFFSET).isNumber()) {
      return null;
    }
    String key = pages ? PAGE : OFFSET;
    long step = pages ? 1 : Math.max(1, state.path(MOST).asLong());
    return state.deepCopy().put(key, state.path(key).asLong() + step);
  }
}

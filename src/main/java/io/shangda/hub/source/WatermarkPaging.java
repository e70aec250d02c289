package io.shangda.hub.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what changed since the newest time seen, less an overlap for rows that were committed
 * late. What comes twice is dropped by intake as unchanged, so every doubt is settled by asking for
 * more, never for less.
 *
 * <p>The state between two runs is the newest time seen, in the source's own time; within a run
 * also where its window begins and how far it is read. The mark moves only over a window that was
 * certainly read: to its end, or as far as rows came in the order of their times.
 *
 * @param pages how a window goes on that does not fit into one answer; null: from its last time
 */
record WatermarkPaging(
    Window window, ChangeTimes times, Paging.Size size, ListEnd.Told ends, @Nullable Paging pages)
    implements Paging {
  private static final String HIGH = "high";
  private static final String BEGAN = "began";
  private static final String SINCE = "since";
  private static final String UNTIL = "until";
  private static final String WINDOW = "window";
  private static final String SIZE = "size";
  private static final String MOST = "most";
  private static final String SKEW = "skew";
  private static final int LARGEST = 100_000;

  /**
   * What is asked for.
   *
   * @param parameter of the window's begin
   * @param until parameter of the window's end; null if the source has none
   * @param overlap how far before the mark a run begins
   * @param start what the very first pull asks for; null leaves the parameter out
   * @param ascending true if the source sorts by the time of change
   */
  record Window(
      String parameter,
      @Nullable String until,
      Duration overlap,
      @Nullable String start,
      boolean ascending) {}

  @Override
  public Ask ask(ObjectNode state, Instant now) {
    Map<String, String> query = new LinkedHashMap<>();
    String since = since(state);
    if (since != null) {
      query.put(window.parameter(), since);
    }
    if (window.until() != null) {
      query.put(window.until(), times.form().write(until(state, now)));
    }
    size(state).into(query);
    if (pages == null) {
      return new Ask(null, query);
    }
    Ask page = pages.ask(window(state), now);
    query.putAll(page.query());
    return new Ask(null, query, page.beyond());
  }

  @Override
  public Step step(ObjectNode state, Turn turn) {
    ChangeTimes.Read read = times.read(turn, window.overlap());
    Instant high = ChangeTimes.later(instant(state, HIGH), read.latest());
    ObjectNode over = high == null ? Json.object() : Json.object().put(HIGH, high.toString());
    skew(state, turn, over);
    return warned(notBeyondItsBegin(step(state, turn, read, over), state), read.warning());
  }

  /**
   * A row that came late, while a window of several answers was read, may stand before what was
   * read already. The overlap finds it only if the mark is no later than when the window began; a
   * window that was broken off may be hours old.
   */
  private static Step notBeyondItsBegin(Step step, ObjectNode state) {
    Instant began = instant(state, BEGAN);
    if (began != null && step instanceof Step.End end) {
      Instant high = instant(end.state(), HIGH);
      if (high != null && high.isAfter(began)) {
        end.state().put(HIGH, began.toString());
      }
    }
    return step;
  }

  private Step step(ObjectNode state, Turn turn, ChangeTimes.Read read, ObjectNode over) {
    int pulled = turn.records().size();
    if (pages != null) {
      ObjectNode within = within(over, state, turn);
      return paged(pages.step(window(state), turn), read, within, over, state);
    }
    if (pulled == 0 || Paging.ended(ends.end(), turn)) {
      return new Step.End(over);
    }
    long total = ends.total() == null ? -1 : ListEnd.count(turn.envelope().at(ends.total()));
    if (total >= 0 && pulled >= total && !size(state).full(pulled)) {
      return new Step.End(over);
    }
    boolean cut = total > pulled || size(state).mayBeCut(pulled);
    if (window.ascending() && !read.times().isEmpty() && read.sorted()) {
      ObjectNode within = within(over, state, turn).put(MOST, most(state, pulled));
      return seek(read, within, state, () -> ties(within, over, state, pulled));
    }
    return unordered(over, state, pulled, cut, read);
  }

  private static int most(ObjectNode state, int pulled) {
    return Math.max(state.path(MOST).asInt(), pulled);
  }

  /** An answer in no order tells nothing of rows that are not in it. */
  private Step unordered(
      ObjectNode over, ObjectNode state, int pulled, boolean cut, ChangeTimes.Read read) {
    if (size(state).full(pulled)) {
      String text =
          read.times().isEmpty()
              ? "no record of the page has a readable time at '%s'".formatted(times.field())
              : window.ascending()
                  ? "the page is full and not sorted by '%s', as 'order: ascending' promises"
                      .formatted(times.field())
                  : "the page is full (%d records), and the configuration says neither 'order: ascending' nor 'pages', so what follows cannot be asked for"
                      .formatted(pulled);
      return new Step.Stuck(text);
    }
    if (!cut && ends.end() == null) {
      return new Step.End(over);
    }
    return again(
        over,
        state,
        "the answer has %d records in no order, and may be cut there; 'total', 'end', 'order: ascending' or 'pages' would tell; the next pull asks for the same again"
            .formatted(pulled));
  }

  /**
   * The window's own pages say whether it goes on. Where the source sorts by time it goes on from
   * the last time rather than by page number: a row that is changed meanwhile leaves its page, and
   * the one behind it would move to a page that was read already.
   */
  private Step paged(
      Step step, ChangeTimes.Read read, ObjectNode within, ObjectNode over, ObjectNode state) {
    if (step instanceof Step.End end) {
      return end.doubt() == null
          ? new Step.End(over, null, end.warning())
          : again(
              over,
              state,
              end.doubt()
                  + ", so one at the edge of a page may have been missed; the next pull reads the"
                  + " same window again");
    }
    if (!(step instanceof Step.GoOn next)) {
      return step;
    }
    Step nextPage = new Step.GoOn(within.deepCopy().set(WINDOW, next.state()), next.warning());
    return window.ascending() && pages instanceof NumberPaging && !read.times().isEmpty()
        ? read.sorted()
            ? seek(read, within, state, () -> nextPage)
            : new Step.Stuck(
                "the page is not sorted by '%s', as 'order: ascending' promises"
                    .formatted(times.field()))
        : nextPage;
  }

  /** The mark stays before a row that may not have been read. */
  private Step again(ObjectNode over, ObjectNode state, String why) {
    String since = since(state);
    return new Step.Again(since == null ? Json.object() : over.put(SINCE, since), why);
  }

  /**
   * Goes on from just before the last time of the page. Rows of that very time come again, because
   * some of them may stand behind the page's edge; and just before it, because some sources answer
   * what is later than the time asked for, and some what is not earlier.
   */
  private Step seek(
      ChangeTimes.Read read, ObjectNode within, ObjectNode state, Supplier<Step> ties) {
    Instant last = read.times().get(read.times().size() - 1);
    String next = times.form().write(last.minusNanos(1));
    return isLater(next, since(state)) ? new Step.GoOn(within.put(SINCE, next)) : ties.get();
  }

  private boolean isLater(String next, @Nullable String since) {
    if (since == null) {
      return true;
    }
    Instant from = times.form().read(TextNode.valueOf(since));
    Instant to = times.form().read(TextNode.valueOf(next));
    return from == null || to == null ? !next.equals(since) : to.isAfter(from);
  }

  /**
   * Nothing is later than what was asked for. A whole page of one time and no page number: its rest
   * is reached by a larger page.
   */
  private Step ties(ObjectNode within, ObjectNode over, ObjectNode state, int pulled) {
    Size now = size(state);
    if (!now.full(pulled)) {
      boolean atLimit = now.mayBeCut(pulled) && pulled >= most(state, pulled);
      return new Step.End(over, null, atLimit ? stuckInTies(pulled) : null);
    }
    int larger = now.records() * 2;
    return size.parameter() != null && larger <= LARGEST
        ? new Step.GoOn(within.put(SIZE, larger))
        : new Step.Stuck(stuckInTies(pulled));
  }

  private String stuckInTies(int pulled) {
    return "all %d records of the page have the same time at '%s'; configure 'pages' or a larger 'size', so that those behind them can be reached, if there are any"
        .formatted(pulled, times.field());
  }

  private static Step warned(Step step, @Nullable String warning) {
    if (warning == null) {
      return step;
    }
    if (step instanceof Step.GoOn on) {
      return new Step.GoOn(on.state(), on.warning() == null ? warning : on.warning());
    }
    return step instanceof Step.End end
        ? new Step.End(end.state(), end.doubt(), end.warning() == null ? warning : end.warning())
        : step;
  }

  private ObjectNode within(ObjectNode over, ObjectNode state, Turn turn) {
    ObjectNode within = over.deepCopy();
    within.put(BEGAN, began(state, turn).toString());
    String since = since(state);
    if (since != null) {
      within.put(SINCE, since);
    }
    if (window.until() != null) {
      within.put(UNTIL, until(state, turn.askedAt()).toString());
    }
    if (state.has(SIZE)) {
      within.set(SIZE, state.get(SIZE));
    }
    return within;
  }

  /** When the window began, in the source's time as far as it tells its time. */
  private static Instant began(ObjectNode state, Turn turn) {
    Instant kept = instant(state, BEGAN);
    return kept == null ? turn.askedAt().plusSeconds(state.path(SKEW).asLong()) : kept;
  }

  private @Nullable String since(ObjectNode state) {
    if (state.has(SINCE)) {
      return state.path(SINCE).asText();
    }
    Instant high = instant(state, HIGH);
    // a run that began without a mark goes on without one
    return high == null || state.has(WINDOW)
        ? window.start()
        : times.form().write(high.minus(window.overlap()));
  }

  /** The end of the window stands in the source's time too, as far as it tells its time. */
  private static Instant until(ObjectNode state, Instant now) {
    Instant kept = instant(state, UNTIL);
    return kept == null ? now.plusSeconds(state.path(SKEW).asLong()) : kept;
  }

  private static void skew(ObjectNode state, Turn turn, ObjectNode into) {
    Instant there = ChangeTimes.clockOf(turn);
    long skew =
        there == null
            ? state.path(SKEW).asLong()
            : Duration.between(turn.askedAt(), there).toSeconds();
    if (Math.abs(skew) > 60) {
      into.put(SKEW, skew);
    }
  }

  private static ObjectNode window(ObjectNode state) {
    return state.path(WINDOW) instanceof ObjectNode window ? window : Json.object();
  }

  private Size size(ObjectNode state) {
    return new Size(size.parameter(), state.path(SIZE).asInt(size.records()));
  }

  private static @Nullable Instant instant(ObjectNode state, String key) {
    return state.has(key) ? Instant.parse(state.path(key).asText()) : null;
  }
}

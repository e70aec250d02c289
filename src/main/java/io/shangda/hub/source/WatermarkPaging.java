package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.shangda.hub.config.SourceConfig.Sign;
import io.shangda.hub.record.RawRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what changed since the newest time seen, less an overlap for rows that were committed
 * late. What comes twice is dropped by intake as unchanged, so every doubt is settled by asking for
 * more, never for less.
 *
 * <p>The state between two runs is the newest time seen; within a run also where its window begins
 * and how far it is read. The newest time counts only up to now plus the overlap: one row from a
 * clock that runs ahead would otherwise hide all rows until that time comes.
 *
 * @param until parameter of the window's end; null if the source has none
 * @param field where a record says when it was changed
 * @param start what the very first pull asks for; null leaves the parameter out
 * @param ascending true if the source sorts by {@code field}
 * @param pages how a window goes on that does not fit into one answer; null: from its last time
 */
record WatermarkPaging(
    String parameter,
    @Nullable String until,
    JsonPointer field,
    TimeForm form,
    Duration overlap,
    @Nullable String start,
    Paging.Size size,
    boolean ascending,
    @Nullable Paging pages,
    @Nullable Sign end)
    implements Paging {
  private static final String HIGH = "high";
  private static final String SINCE = "since";
  private static final String UNTIL = "until";
  private static final String WINDOW = "window";
  private static final String SIZE = "size";
  private static final int LARGEST = 100_000;

  @Override
  public Ask ask(ObjectNode state, Instant now) {
    Map<String, String> query = new LinkedHashMap<>();
    String since = since(state);
    if (since != null) {
      query.put(parameter, since);
    }
    if (until != null) {
      query.put(until, form.write(until(state, now)));
    }
    size(state).into(query);
    if (pages != null) {
      query.putAll(pages.ask(window(state), now).query());
    }
    return new Ask(null, query);
  }

  @Override
  public Step step(ObjectNode state, Turn turn) {
    List<Instant> times = times(turn);
    Instant cap = turn.askedAt().plus(overlap);
    Instant high = latest(instant(state, HIGH), earlier(latest(null, times), cap));
    ObjectNode over = high == null ? Json.object() : Json.object().put(HIGH, high.toString());
    if (turn.records().isEmpty() || Paging.ended(end, turn)) {
      return new Step.End(over);
    }
    ObjectNode within = within(over, state, turn);
    if (pages != null) {
      return paged(pages.step(window(state), turn), turn, within, over, state);
    }
    if (end == null && !size(state).full(turn.records().size())) {
      return new Step.End(over);
    }
    return ascending
        ? seek(times, within, state, () -> largerPage(within, state, turn))
        : new Step.Stuck(
            "the page is full (%d records), and the configuration says neither 'order: ascending' nor 'pages', so what follows cannot be asked for"
                .formatted(turn.records().size()));
  }

  /**
   * The window's own pages say whether it goes on. Where the source sorts by time it goes on from
   * the last time rather than by page number: a row that is changed meanwhile leaves its page, and
   * the one behind it would move to a page that was read already.
   */
  private Step paged(Step step, Turn turn, ObjectNode within, ObjectNode over, ObjectNode state) {
    if (step instanceof Step.End) {
      boolean moved = pages instanceof NumberPaging numbers && numbers.moved(window(state), turn);
      return moved ? again(over, state) : new Step.End(over);
    }
    if (!(step instanceof Step.GoOn next)) {
      return step;
    }
    Step nextPage = new Step.GoOn(within.deepCopy().set(WINDOW, next.state()));
    return ascending && pages instanceof NumberPaging
        ? seek(times(turn), within, state, () -> nextPage)
        : nextPage;
  }

  /** The mark stays before a row that may have slipped from one page to another, unread. */
  private Step again(ObjectNode over, ObjectNode state) {
    String since = since(state);
    return new Step.Again(
        since == null ? Json.object() : over.put(SINCE, since),
        "rows came or went while the window was read page by page ('total' changed), so one at the"
            + " edge of a page may have been missed; the next pull reads the same window again");
  }

  /**
   * Goes on from just before the last time of the page. Rows of that very time come again, because
   * some of them may stand behind the page's edge; and just before it, because some sources answer
   * what is later than the time asked for, and some what is not earlier.
   */
  private Step seek(List<Instant> times, ObjectNode within, ObjectNode state, Supplier<Step> ties) {
    if (times.isEmpty()) {
      return new Step.Stuck("no record of the page has a readable time at '%s'".formatted(field));
    }
    if (!sorted(times)) {
      return new Step.Stuck(
          "the page is full and not sorted by '%s', as 'order: ascending' promises"
              .formatted(field));
    }
    // the mark is capped, the last time may not be: rows ahead of the clock are all the same to it
    Instant last = times.get(times.size() - 1);
    Instant mark = instant(within, HIGH);
    Instant reached = mark != null && mark.isBefore(last) ? mark : last;
    String next = form.write(reached.minusNanos(1));
    boolean allAhead = times.get(0).isAfter(reached);
    return allAhead || !isLater(next, since(state))
        ? ties.get()
        : new Step.GoOn(within.put(SINCE, next));
  }

  private boolean isLater(String next, @Nullable String since) {
    if (since == null) {
      return true;
    }
    Instant from = form.read(TextNode.valueOf(since));
    Instant to = form.read(TextNode.valueOf(next));
    return from == null || to == null ? !next.equals(since) : to.isAfter(from);
  }

  /** A whole page of one time and no page number: its rest is reached by a larger page. */
  private Step largerPage(ObjectNode within, ObjectNode state, Turn turn) {
    int larger = size(state).records() * 2;
    return size.parameter() != null && larger > 0 && larger <= LARGEST
        ? new Step.GoOn(within.put(SIZE, larger))
        : stuckInTies(turn);
  }

  private Step stuckInTies(Turn turn) {
    return new Step.Stuck(
        "all %d records of the page have the same time at '%s'; configure 'pages' or a larger 'size', so that those behind them can be reached"
            .formatted(turn.records().size(), field));
  }

  private ObjectNode within(ObjectNode over, ObjectNode state, Turn turn) {
    ObjectNode within = over.deepCopy();
    String since = since(state);
    if (since != null) {
      within.put(SINCE, since);
    }
    if (until != null) {
      within.put(UNTIL, until(state, turn.askedAt()).toString());
    }
    return within;
  }

  private @Nullable String since(ObjectNode state) {
    if (state.has(SINCE)) {
      return state.path(SINCE).asText();
    }
    Instant high = instant(state, HIGH);
    // a run that began without a mark goes on without one
    return high == null || state.has(WINDOW) ? start : form.write(high.minus(overlap));
  }

  private static Instant until(ObjectNode state, Instant now) {
    Instant kept = instant(state, UNTIL);
    return kept == null ? now : kept;
  }

  private static ObjectNode window(ObjectNode state) {
    return state.path(WINDOW) instanceof ObjectNode window ? window : Json.object();
  }

  private Size size(ObjectNode state) {
    return new Size(size.parameter(), state.path(SIZE).asInt(size.records()));
  }

  private List<Instant> times(Turn turn) {
    List<Instant> times = new ArrayList<>(turn.records().size());
    for (RawRecord record : turn.records()) {
      if (record instanceof RawRecord.Readable readable) {
        Instant time = form.read(readable.content().at(field));
        if (time != null) {
          times.add(time);
        }
      }
    }
    return times;
  }

  private static boolean sorted(List<Instant> times) {
    for (int i = 1; i < times.size(); i++) {
      if (times.get(i).isBefore(times.get(i - 1))) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Instant latest(@Nullable Instant known, List<Instant> times) {
    Instant latest = known;
    for (Instant time : times) {
      latest = latest(latest, time);
    }
    return latest;
  }

  private static @Nullable Instant latest(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? one : other;
  }

  private static @Nullable Instant earlier(@Nullable Instant time, Instant cap) {
    return time != null && time.isAfter(cap) ? cap : time;
  }

  private static @Nullable Instant instant(ObjectNode state, String key) {
    return state.has(key) ? Instant.parse(state.path(key).asText()) : null;
  }
}

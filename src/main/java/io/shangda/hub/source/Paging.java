package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.SourceConfig.Sign;
import io.shangda.hub.record.RawRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one page leads to the next. A style keeps nothing itself: all it must remember stands in the
 * cursor's state, so that any node goes on after any crash.
 */
sealed interface Paging
    permits Paging.OnePage, TokenPaging, NumberPaging, LinkPaging, WatermarkPaging {

  /** The request that a state stands for; an empty state is the start of a run. */
  Ask ask(ObjectNode state, Instant now);

  /** True if pages say how many records there are, so that a list's end needs no other proof. */
  default boolean saysTotal() {
    return false;
  }

  /** Where a run goes after a page. */
  Step step(ObjectNode state, Turn turn);

  /**
   * What a style adds to a request.
   *
   * @param url the page's own url; null for the source's
   * @param query parameters, unencoded
   * @param beyond true if the page may lie behind the end of the list, so that "there is no such
   *     page" is an answer
   */
  record Ask(@Nullable String url, Map<String, String> query, boolean beyond) {
    Ask(@Nullable String url, Map<String, String> query) {
      this(url, query, false);
    }
  }

  /**
   * A page that was read.
   *
   * @param number of the page in its run, from 1
   * @param envelope the page without its records; missing if the page is a bare list
   * @param records readable or not
   * @param headers of the answer, by lower-case name
   * @param askedAt when the page was asked for
   */
  record Turn(
      int number,
      JsonNode envelope,
      List<RawRecord> records,
      Map<String, String> headers,
      Instant askedAt) {

    String text(@Nullable JsonPointer pointer) {
      return pointer == null ? "" : Signs.text(envelope.at(pointer));
    }
  }

  /** Where a run goes. */
  sealed interface Step {
    /**
     * The next page is the one that {@code state} stands for.
     *
     * @param warning what the operator must know of this page; null if nothing
     */
    record GoOn(ObjectNode state, @Nullable String warning) implements Step {
      GoOn(ObjectNode state) {
        this(state, null);
      }
    }

    /**
     * The run is over; the next one starts with {@code state}.
     *
     * @param doubt why this may not be the end of the source's list; null if its end is proven
     * @param warning what the operator must know all the same; null if nothing
     */
    record End(ObjectNode state, @Nullable String doubt, @Nullable String warning) implements Step {
      End(ObjectNode state) {
        this(state, null, null);
      }

      End(ObjectNode state, @Nullable String doubt) {
        this(state, doubt, null);
      }
    }

    /**
     * The run is over, but rows moved while it was read: the next one reads the same again.
     *
     * @param text what happened, for the operator
     */
    record Again(ObjectNode state, String text) implements Step {}

    /** The page's records are good but it leads nowhere; the cursor stays. */
    record Stuck(String text) implements Step {}
  }

  /**
   * No paging: the first page is the last, unless it says itself that there is more.
   *
   * @param ends what the page says of the list's end; may say nothing
   */
  record OnePage(ListEnd.Told ends) implements Paging {
    @Override
    public Ask ask(ObjectNode state, Instant now) {
      return new Ask(null, Map.of());
    }

    @Override
    public Step step(ObjectNode state, Turn turn) {
      int pulled = turn.records().size();
      long all = ends.total() == null ? -1 : ListEnd.count(turn.envelope().at(ends.total()));
      String doubt = null;
      if (ends.total() != null && all < 0) {
        doubt = ListEnd.NO_TOTAL;
      } else if (all >= 0 && all != pulled) {
        doubt = "the page has %d of %d records ('total'), and no paging is configured";
        doubt = doubt.formatted(pulled, all);
      } else if (ends.end() != null && !ended(ends.end(), turn)) {
        doubt = ListEnd.NO_SIGN;
      } else if (!NextMark.inHeader(turn.headers()).isEmpty()) {
        doubt = "the source names a next page (header 'Link'), and no paging is configured";
      }
      return new Step.End(Json.object(), doubt);
    }
  }

  /**
   * How many records a page has.
   *
   * @param parameter carries {@code records} in the query; null for none
   * @param records 0 if not known
   */
  record Size(@Nullable String parameter, int records) {
    static Size of(OptionValues options) {
      return new Size(options.text("size-parameter"), options.number("size", 0));
    }

    void into(Map<String, String> query) {
      if (parameter != null && records > 0) {
        query.put(parameter, Integer.toString(records));
      }
    }

    boolean full(int pulled) {
      return records > 0 && pulled >= records;
    }

    /**
     * True if a page that is not full may still be cut: it has as many records as servers like to
     * cut at, whatever they were asked for.
     */
    boolean mayBeCut(int pulled) {
      return full(pulled) || COMMON_LIMITS.contains(pulled) || pulled >= 1000 && pulled % 500 == 0;
    }

    private static final Set<Integer> COMMON_LIMITS =
        Set.of(
            10, 12, 15, 20, 24, 25, 30, 40, 50, 60, 64, 75, 80, 90, 99, 100, 120, 125, 128, 150,
            160, 180, 200, 240, 250, 255, 256, 300, 400, 500, 512, 600, 700, 750, 800, 900, 999,
            1024, 2048, 4096, 8192, 9999, 16384, 32768, 65535, 65536);
  }

  /** True if the page carries the configured sign of the last one. */
  static boolean ended(@Nullable Sign end, Turn turn) {
    return end != null && Signs.fits(end, turn.envelope());
  }
}

package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.SourceConfig.Sign;
import io.shangda.hub.record.RawRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one page leads to the next. A style keeps nothing itself: all it must remember stands in the
 * cursor's state, so that any node goes on after any crash.
 */
sealed interface Paging
    permits Paging.OnePage, TokenPaging, NumberPaging, LinkPaging, WatermarkPaging {

  /** The request that a state stands for; an empty state is the start of a run. */
  Ask ask(ObjectNode state, Instant now);

  /** Where a run goes after a page. */
  Step step(ObjectNode state, Turn turn);

  /**
   * What a style adds to a request.
   *
   * @param url the page's own url; null for the source's
   * @param query parameters, unencoded
   */
  record Ask(@Nullable String url, Map<String, String> query) {}

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
    /** The next page is the one that {@code state} stands for. */
    record GoOn(ObjectNode state) implements Step {}

    /**
     * The run is over; the next one starts with {@code state}.
     *
     * @param doubt why this may not be the end of the source's list; null if it is
     */
    record End(ObjectNode state, @Nullable String doubt) implements Step {
      End(ObjectNode state) {
        this(state, null);
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

  /** No paging: the first page is the last. */
  record OnePage() implements Paging {
    @Override
    public Ask ask(ObjectNode state, Instant now) {
      return new Ask(null, Map.of());
    }

    @Override
    public Step step(ObjectNode state, Turn turn) {
      return new Step.End(Json.object());
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
  }

  /** True if the page carries the configured sign of the last one. */
  static boolean ended(@Nullable Sign end, Turn turn) {
    return end != null && Signs.fits(end, turn.envelope());
  }
}

package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.SourceConfig.Sign;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.RawRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pages by number. Every run is a snapshot from the first page.
 *
 * <p>Two habits of real systems are allowed for: pages 0 and 1 are the same rows (a provincial
 * disclosure catalogue does so), and a number past the end answers the last page again, for ever.
 *
 * @param total where a page says how many records there are; null if it does not
 * @param last where a page says how many pages there are, or whether it is the last; null if it
 *     does not
 */
record NumberPaging(
    String parameter,
    int first,
    Paging.Size size,
    @Nullable JsonPointer total,
    @Nullable JsonPointer last,
    @Nullable Sign end)
    implements Paging {
  private static final String PAGE = "page";
  private static final String ROWS = "rows";
  private static final String SEEN = "seen";
  private static final String ALL = "all";

  @Override
  public Ask ask(ObjectNode state, Instant now) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put(parameter, Integer.toString(page(state)));
    size.into(query);
    return new Ask(null, query);
  }

  @Override
  public Step step(ObjectNode state, Turn turn) {
    int page = page(state);
    int pulled = turn.records().size();
    String rows = fingerprint(turn.records());
    boolean again = rows.equals(state.path(ROWS).asText());
    int seen = state.path(SEEN).asInt() + (again ? 0 : pulled);
    if (pulled == 0 || again && page != first + 1 || isLast(turn, page, pulled, seen)) {
      return new Step.End(Json.object(), doubt(state, turn, page, seen));
    }
    ObjectNode next = Json.object().put(PAGE, page + 1).put(SEEN, seen).put(ROWS, rows);
    if (total != null) {
      next.put(ALL, state.has(ALL) ? state.path(ALL).asText() : turn.text(total));
    }
    return new Step.GoOn(next);
  }

  /**
   * True if rows came or went since the first page. One that goes moves those behind it over the
   * edges of pages that were read already; only a changed total shows it.
   */
  boolean moved(ObjectNode state, Turn turn) {
    String now = turn.text(total);
    return state.has(ALL) && !now.isEmpty() && !now.equals(state.path(ALL).asText());
  }

  /**
   * What the source says of itself and does not fit to where its list ended; null if nothing. Where
   * it says nothing, a short or empty page is its end.
   */
  private @Nullable String doubt(ObjectNode state, Turn turn, int page, int seen) {
    if (Paging.ended(end, turn)) {
      return null;
    }
    if (moved(state, turn)) {
      return "rows came or went while the list was read page by page ('total' changed)";
    }
    if (total != null) {
      int all = number(turn.envelope().at(total));
      return all < 0
          ? "the last page does not say how many records there are ('total')"
          : seen < all ? "the list ended after %d of %d records".formatted(seen, all) : null;
    }
    if (last != null) {
      return isLast(turn, page, turn.records().size(), seen)
          ? null
          : "page %d is empty or the same again, but not the last ('last')".formatted(page);
    }
    return end == null ? null : "the list ended without the sign of its end ('end')";
  }

  private int page(ObjectNode state) {
    return state.path(PAGE).asInt(first);
  }

  private boolean isLast(Turn turn, int page, int pulled, int seen) {
    if (Paging.ended(end, turn)) {
      return true;
    }
    JsonNode pages = last == null ? Json.MAPPER.missingNode() : turn.envelope().at(last);
    if (pages.isBoolean()) {
      return pages.asBoolean();
    }
    int number = number(pages);
    if (number >= 0) {
      // counted from the first number or from one: the later of the two, an empty page more is
      // harmless, a page less is not
      return page >= Math.max(number, first + number - 1);
    }
    int all = total == null ? -1 : number(turn.envelope().at(total));
    if (all >= 0) {
      return seen >= all;
    }
    return end == null && size.records() > 0 && !size.full(pulled);
  }

  private static int number(JsonNode node) {
    return node.isNumber() || node.isTextual() ? node.asInt(-1) : -1;
  }

  /** Enough to see that two pages have the same rows, without hashing all of them. */
  private static String fingerprint(List<RawRecord> records) {
    if (records.isEmpty()) {
      return "";
    }
    String ends = content(records.get(0)) + content(records.get(records.size() - 1));
    return records.size() + "-" + Hash.sha256(ends).hex().substring(0, 16);
  }

  private static String content(RawRecord record) {
    return record instanceof RawRecord.Readable readable
        ? readable.content().toString()
        : record.place();
  }
}

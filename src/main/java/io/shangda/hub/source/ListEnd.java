package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.config.SourceConfig.Sign;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What proves that a list ended where its pages ended, for all styles of paging. */
final class ListEnd {
  static final String NO_TOTAL = "the last page does not say how many records there are ('total')";
  static final String NO_SIGN = "the list ended without the sign of its end ('end')";
  static final String MOVED =
      "rows came or went while the list was read page by page ('total' changed)";

  private static final List<String> STATES =
      List.of(
          "code", "status", "success", "errcode", "errorCode", "error_code", "resultCode", "ret");
  private static final Pattern THOUSANDS = Pattern.compile("[0-9]{1,3}(,[0-9]{3})+");
  private static final int LONGEST_STATE = 120;

  private ListEnd() {}

  /**
   * Where pages tell of the list's end.
   *
   * @param total how many records there are; null if nowhere
   * @param last how many pages there are, or whether it is the last; null if nowhere
   * @param end sign of the last page; null for none
   */
  record Told(@Nullable JsonPointer total, @Nullable JsonPointer last, @Nullable Sign end) {
    static Told of(OptionValues options) {
      return new Told(options.pointer("total"), options.pointer("last"), Signs.of(options, "end"));
    }
  }

  /** A count, also one in quotes ("1,250"); -1 if it is none. */
  static long count(JsonNode node) {
    if (!node.isNumber() && !node.isTextual()) {
      return -1;
    }
    String text = node.asText().strip();
    if (THOUSANDS.matcher(text).matches()) {
      text = text.replace(",", "");
    }
    if (text.matches("[0-9]{1,18}(\\.0{1,9})?")) {
      return Long.parseLong(text.replaceAll("\\..*", ""));
    }
    return -1;
  }

  /**
   * What a page says of its own success in the fields where such systems do: an empty page that
   * says it in other words than the pages before it is an error rather than the end.
   */
  static String state(JsonNode envelope) {
    StringBuilder state = new StringBuilder();
    for (String name : STATES) {
      String value = Signs.text(envelope.path(name));
      if (!value.isEmpty()) {
        state.append(state.isEmpty() ? "" : ", ").append(name).append(' ').append(value);
      }
    }
    return state.length() <= LONGEST_STATE ? state.toString() : state.substring(0, LONGEST_STATE);
  }

  /** Null if an empty page speaks as the pages before it. */
  static @Nullable String otherState(String before, JsonNode envelope) {
    String now = envelope.isMissingNode() ? before : state(envelope);
    return now.equals(before)
        ? null
        : "the empty page at the end says '%s' where the pages before it said '%s', so it may be a failure"
            .formatted(now, before);
  }
}

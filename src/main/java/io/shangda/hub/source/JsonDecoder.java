package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonPointer;
import io.shangda.hub.source.PullFailure.Kind;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a page of JSON apart. A good page is read in one pass over its bytes; only a page with
 * something broken in it costs more: its character set is looked at, and its list is split by hand
 * so that a broken record does not take the others with it.
 *
 * @param records where the list of records stands; empty if the page is the list
 * @param maxRecord bytes
 * @param charset null: UTF-8, else GB18030
 */
record JsonDecoder(JsonPointer records, int maxRecord, @Nullable Charset charset) {

  /**
   * @param place of the page, for messages
   * @param labelled as which the source sent it; counts only where none is configured and it is no
   *     UTF-8, for labels are often wrong
   * @throws PullFailure if no list of records was reached
   */
  Decoded decode(byte[] content, String place, @Nullable Charset labelled) throws PullFailure {
    try {
      return whole(content, place, labelled);
    } catch (JsonPage.TooMany e) {
      throw new PullFailure(
          Kind.GARBLED,
          "%s has more than %d records in one page; none of them is taken in, have the source give smaller pages; it is pulled again"
              .formatted(place, JsonPage.MOST),
          null,
          e);
    }
  }

  private Decoded whole(byte[] content, String place, @Nullable Charset labelled)
      throws PullFailure {
    if (charset == null || charset.equals(StandardCharsets.UTF_8)) {
      JsonPage page = new JsonPage(content, List.of(), records, maxRecord, (at, from, to) -> {});
      if (page.read()) {
        return page.decoded(false);
      }
    }
    boolean byLabel =
        labelled != null
            && (charset == null || charset.equals(StandardCharsets.UTF_8))
            && !Utf8.isUtf8(content);
    return decode(Utf8.of(content, byLabel ? labelled : charset), place, (at, from, to) -> {});
  }

  /**
   * @param spans is told where in the text's bytes each element stands; where the page is broken,
   *     an element can be told twice
   */
  Decoded decode(Utf8 text, String place, JsonPage.Spans spans) throws PullFailure {
    JsonPage page = new JsonPage(text.bytes(), text.damages(), records, maxRecord, spans);
    if (page.read()) {
      return page.decoded(false);
    }
    if (page.listAt() < 0) {
      throw new PullFailure(
          Kind.GARBLED,
          "%s is no JSON with records in it (broken at byte %d of %d, read as %s); it is pulled again"
              .formatted(place, page.brokenAt(), text.bytes().length, text.charset()),
          null,
          null);
    }
    return new BrokenPage(page, text.bytes()).mend();
  }
}

package io.shangda.hub.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Saves what can be saved of a page with something broken in it: splits the list by counting
 * brackets outside strings, so that each element is read or not by itself, and reads what stands
 * after the list. Where brackets or quotes do not match, it looks for the place where the next
 * record plainly begins.
 */
final class BrokenPage {
  /**
   * Ends of a broken element that are tried in one page. Each costs a pass over what follows, and a
   * page can be made of nothing but traps.
   */
  private static final int TRIES = 500;

  /** A small page is looked at as often as there are tries, a large one no more than this. */
  private static final int PASSES = 6;

  private static final long SMALL = 100L << 20;

  private final JsonPage page;
  private final byte[] bytes;
  private final ElementScanner scanner;
  private int triesLeft = TRIES;

  /** Bytes that looking for the end of broken elements may pass over, again and again. */
  private long left;

  BrokenPage(JsonPage page, byte[] bytes) {
    this.page = page;
    this.bytes = bytes;
    this.scanner = new ElementScanner(bytes);
    this.left = PASSES * (long) bytes.length + SMALL;
  }

  Decoded mend() {
    int at = page.resumeAt();
    if (at < 0) {
      return afterList(scanner.closing(page.listAt()));
    }
    while (true) {
      at = scanner.skipSeparators(at);
      if (at >= bytes.length) {
        return cut();
      }
      if (bytes[at] == ']') {
        return afterList(at + 1);
      }
      int end = scanner.element(at);
      if (end < 0) {
        spend(bytes.length - at);
        end = resynchronise(at);
        if (end < 0) {
          return cut();
        }
        page.addUnreadable(Unreadables.syntax(place()));
      } else {
        page.addPiece(at, end);
      }
      at = end;
    }
  }

  private Decoded cut() {
    page.addUnreadable(Unreadables.cut(place()));
    return page.decoded(true);
  }

  private String place() {
    return page.pointer() + "/" + page.records().size();
  }

  private Decoded afterList(int end) {
    @Nullable JsonPage rest = end < 0 ? null : without(end);
    JsonNode envelope = rest == null ? MissingNode.getInstance() : rest.decoded(false).envelope();
    return new Decoded(page.records(), envelope, true, false, rest == null);
  }

  /** The page with an empty list in place of the broken one; null if the rest is broken too. */
  private @Nullable JsonPage without(int listEnd) {
    ByteArrayOutputStream around = new ByteArrayOutputStream(bytes.length);
    around.write(bytes, 0, page.listAt());
    around.write('[');
    around.write(']');
    around.write(bytes, listEnd, bytes.length - listEnd);
    JsonPage rest =
        new JsonPage(
            around.toByteArray(),
            List.of(),
            page.pointer(),
            Integer.MAX_VALUE,
            (place, from, to) -> {});
    return rest.read() ? rest : null;
  }

  /** Where the element that begins at {@code from} must have ended; -1 if it is the page's last. */
  private int resynchronise(int from) {
    int forgotten = triesLeft-- > 0 ? scanner.forgottenBrace(from) : -1;
    spend((forgotten >= 0 ? forgotten : bytes.length) - from);
    return forgotten >= 0 ? forgotten : nextRecord(from);
  }

  private void spend(long passed) {
    left -= passed;
    if (left < 0) {
      triesLeft = 0;
    }
  }

  private int nextRecord(int from) {
    String first = scanner.firstName(from);
    for (int at = from + 1; at < bytes.length && triesLeft > 0; at++) {
      if (bytes[at] == '{' && scanner.followsComma(at) && scanner.begins(at, first)) {
        triesLeft--;
        int end = scanner.element(at);
        spend((end > 0 ? end : bytes.length) - at);
        if (end > 0 && Json.isObject(bytes, at, end)) {
          return at;
        }
      }
    }
    for (int at = from + 1; at < bytes.length && triesLeft > 0; at++) {
      if (bytes[at] == ']') {
        triesLeft--;
        spend(bytes.length);
        if (without(at + 1) != null) {
          return at;
        }
      }
    }
    return -1;
  }
}

package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import io.shangda.hub.record.FilePart;
import io.shangda.hub.source.FileCursor.Position;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a file with one list of JSON objects into pages, each of which is such a list, with the
 * elements as they stand in the file. A file that fits into one page is that page, byte for byte.
 */
record ListPages(JsonPointer records, @Nullable Charset charset, int maxRecord) {
  /** Places that are tried behind a broken record; each may cost a look at the whole page. */
  private static final int TRIES = 100;

  FilePiece first(OpenFile file) throws IOException {
    Charset as = CharsetGuess.of(file, charset);
    boolean fits = file.size() <= RowPages.PAGE;
    if (!as.equals(StandardCharsets.UTF_8)) {
      return fits
          ? FilePiece.last(file.read(0, RowPages.PAGE), "")
          : FilePiece.aside(Unreadables.wideJson(as.name(), RowPages.PAGE));
    }
    long list = list(file);
    if (list < 0) {
      return list == ALONE && fits
          ? FilePiece.last(file.read(0, RowPages.PAGE), "")
          : FilePiece.aside(Unreadables.noList(records.toString()));
    }
    Position at = new Position(file.stamp(), list + 1, 0, new FilePart(0, 0), as.name());
    FilePiece piece = next(file, at);
    boolean whole = piece.next() == null && piece.reason() == null && fits;
    return whole ? FilePiece.last(file.read(0, RowPages.PAGE), ReadAs.written(as)) : piece;
  }

  FilePiece next(OpenFile file, Position at) throws IOException {
    int max = RowPages.page(maxRecord);
    byte[] body = file.read(at.at(), max);
    ListScan scan = new ListScan();
    int end = scan.over(body, body.length, RowPages.RECORDS);
    boolean last = at.at() + body.length == file.size();
    String type = ReadAs.written(StandardCharsets.UTF_8) + at.from().written();
    if (scan.ended()) {
      return FilePiece.last(page(body, end, true), type);
    }
    if (end == 0) {
      int behind = nextRecord(body, 0);
      if (behind > 0) {
        return withoutBroken(at, behind);
      }
      if (!last) {
        return withoutElement(file, at);
      }
    }
    boolean broken = scan.elements() < RowPages.RECORDS && last;
    if (broken && (end == 0 || nextRecord(body, end + 1) < 0)) {
      return new FilePiece(
          page(body, body.length, false),
          type,
          null,
          null,
          FilePiece.reason(Unreadables.cutFile()));
    }
    FilePart from = new FilePart(0, at.from().from() + scan.elements());
    Position next = new Position(at.stamp(), at.at() + end + 1, 0, from, at.charset());
    return new FilePiece(page(body, end, true), type, next, null, null);
  }

  /**
   * Where the next record plainly begins behind one whose brackets or quotes do not match; -1 if
   * none does. What stands in such a one must not take those behind it with it.
   */
  private static int nextRecord(byte[] body, int from) {
    ElementScanner scanner = new ElementScanner(body);
    int first = scanner.skipSeparators(from);
    if (first >= body.length || body[first] != '{') {
      return -1;
    }
    String name = scanner.firstName(first);
    int tries = TRIES;
    for (int at = first + 1; at < body.length && tries > 0; at++) {
      if (body[at] == '{' && scanner.followsComma(at) && scanner.begins(at, name)) {
        tries--;
        int end = scanner.element(at);
        if (end > 0 && Json.isObject(body, at, end)) {
          return at;
        }
      }
    }
    return -1;
  }

  private static FilePiece withoutBroken(Position at, int behind) {
    FilePart from = new FilePart(0, at.from().from() + 1);
    return FilePiece.without(
        Unreadables.syntax("/" + at.from().from()),
        new Position(at.stamp(), at.at() + behind, 0, from, at.charset()));
  }

  private byte[] page(byte[] body, int end, boolean closed) {
    ByteArrayOutputStream page = new ByteArrayOutputStream(end + 100);
    StringBuilder close = new StringBuilder("]");
    for (JsonPointer at = records; !at.matches(); at = at.tail()) {
      byte[] name =
          Json.object()
              .textNode(at.getMatchingProperty())
              .toString()
              .getBytes(StandardCharsets.UTF_8);
      page.write('{');
      page.writeBytes(name);
      page.write(':');
      close.append('}');
    }
    page.write('[');
    page.write(body, 0, end);
    if (closed) {
      page.writeBytes(close.toString().getBytes(StandardCharsets.UTF_8));
    }
    return page.toByteArray();
  }

  private static final long ALONE = -2;

  /** Offset of the list's bracket; -1 if there is none, -2 if one record or null stands there. */
  private long list(OpenFile file) throws IOException {
    try (JsonParser parser = Json.MAPPER.getFactory().createParser(file.from(0))) {
      parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      JsonToken token = parser.nextToken();
      JsonPointer path = records;
      while (!path.matches()) {
        if (token != JsonToken.START_OBJECT || !isAt(parser, path.getMatchingProperty())) {
          return -1;
        }
        token = parser.currentToken();
        path = path.tail();
      }
      if (token != JsonToken.START_ARRAY) {
        return token == JsonToken.START_OBJECT || token == JsonToken.VALUE_NULL ? ALONE : -1;
      }
      long at = parser.currentTokenLocation().getByteOffset();
      byte[] there = file.read(at, 4);
      return there.length > 0 && there[0] == '[' ? at : at + Arrays.asList(box(there)).indexOf('[');
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return -1;
    }
  }

  private static Character[] box(byte[] bytes) {
    Character[] chars = new Character[bytes.length];
    Arrays.setAll(chars, i -> (char) bytes[i]);
    return chars;
  }

  private static boolean isAt(JsonParser parser, String wanted) throws IOException {
    String name;
    while ((name = parser.nextFieldName()) != null) {
      parser.nextToken();
      if (name.equals(wanted)) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }

  /** An element that does not end within a page is passed over in the file. */
  private FilePiece withoutElement(OpenFile file, Position at) throws IOException {
    InputStream in = file.from(at.at());
    byte[] some = new byte[64 << 10];
    ListScan scan = new ListScan();
    long passed = 0;
    for (int read = in.read(some); read > 0; read = in.read(some)) {
      int end = scan.over(some, read, 1);
      if (scan.ended() || scan.elements() > 0) {
        long bytes = passed + end;
        FilePart from = new FilePart(0, at.from().from() + 1);
        Position next = new Position(at.stamp(), at.at() + bytes + 1, 0, from, at.charset());
        return FilePiece.without(
            Unreadables.tooLarge("/" + at.from().from(), bytes, maxRecord),
            scan.ended() ? null : next);
      }
      passed += read;
    }
    return FilePiece.aside(Unreadables.cutFile());
  }
}

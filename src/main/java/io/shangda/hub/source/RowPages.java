package io.shangda.hub.source;

import io.shangda.hub.record.FilePart;
import io.shangda.hub.source.FileCursor.Position;
import io.shangda.hub.source.PageOptions.Format;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a file of rows or lines into pages, each of which begins with the file's head (byte order
 * mark, header row), so that it is a whole small file of the same form. A file that fits into one
 * page is that page, byte for byte.
 */
record RowPages(Format format, @Nullable Charset charset, int maxRecord) {
  /** Bytes of a page; more where one record may be longer. */
  static final int PAGE = 2 << 20;

  static final int RECORDS = 10_000;

  /**
   * Where a page ends.
   *
   * @param chars index in the page's text
   * @param lines before it, within the page
   * @param whole true if nothing of the text is left
   */
  private record Cut(Head head, int chars, int lines, boolean whole) {}

  private record Head(int chars, int lines) {}

  static int page(int maxRecord) {
    return Math.max(PAGE, 2 * Math.min(maxRecord, 256 << 20) + (64 << 10));
  }

  FilePiece first(OpenFile file) throws IOException {
    byte[] body = file.read(0, page(maxRecord));
    boolean end = body.length == file.size();
    Text text = end ? Text.of(body, charset) : Text.exactly(body, CharsetGuess.of(file, charset));
    Cut cut = cut(text, end);
    if (cut == null || cut.whole() && end) {
      return FilePiece.last(body, cut == null && !end ? type(text, new FilePart(0, 1)) : "");
    }
    Charset as = text.charset();
    int head = Text.bytes(body, as, cut.head().chars());
    FilePart from = new FilePart(cut.head().lines(), cut.head().lines() + 1L);
    Position here = new Position(file.stamp(), head, head, from, as.name());
    return piece(file, here, body, text, cut);
  }

  FilePiece next(OpenFile file, Position at) throws IOException {
    Charset as = Charset.forName(at.charset());
    byte[] head = file.read(0, at.head());
    byte[] body = file.read(at.at(), page(maxRecord));
    byte[] page = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, page, head.length, body.length);
    Text text = Text.exactly(page, as);
    Cut cut = cut(text, at.at() + body.length == file.size());
    return cut == null
        ? FilePiece.last(page, type(text, at.from()))
        : piece(file, at, page, text, cut);
  }

  private FilePiece piece(OpenFile file, Position at, byte[] page, Text text, Cut cut)
      throws IOException {
    if (cut.chars() <= cut.head().chars() && !cut.whole()) {
      return withoutLine(file, at);
    }
    int bytes = Text.bytes(page, text.charset(), cut.chars());
    long next = at.at() + bytes - at.head();
    FilePart from =
        new FilePart(at.from().headLines(), at.from().from() + cut.lines() - cut.head().lines());
    Position behind = new Position(at.stamp(), next, at.head(), from, at.charset());
    return new FilePiece(
        bytes == page.length ? page : Arrays.copyOf(page, bytes),
        type(text, at.from()),
        next < file.size() ? behind : null,
        null,
        null);
  }

  private static String type(Text text, FilePart from) {
    return ReadAs.written(text.charset()) + from.written();
  }

  /** Null if there is nothing to be read in the file, whatever follows. */
  private @Nullable Cut cut(Text text, boolean end) {
    return format instanceof Format.Csv csv ? rows(csv.decoder(), text, end) : lines(text, end);
  }

  private @Nullable Cut rows(CsvDecoder csv, Text text, boolean end) {
    CsvHead start = CsvHead.of(text, csv.options(), new Mends());
    if (start.mistake() != null) {
      return null;
    }
    CsvRows rows = start.rows();
    Head head = new Head(rows.at(), rows.lineNumber() - 1);
    for (int count = 0; rows.hasNext() && count < RECORDS; count++) {
      int at = rows.at();
      int line = rows.lineNumber();
      CsvRows.Row row = rows.next();
      if (!end && rows.ranOut() && !isSurelyBroken(row, rows, text, at == head.chars())) {
        return new Cut(head, at, line - 1, false);
      }
    }
    return new Cut(head, rows.at(), rows.lineNumber() - 1, !rows.hasNext());
  }

  /** A quote that nothing closes in more than a record may have: the row ends with its line. */
  private boolean isSurelyBroken(CsvRows.Row row, CsvRows rows, Text text, boolean first) {
    boolean tooLong = first || text.chars().length() - row.from() > maxRecord;
    return !row.wellFormed() && rows.hasNext() && tooLong;
  }

  private static Cut lines(Text text, boolean end) {
    LineSpans lines = new LineSpans(text.chars());
    Head head = new Head(0, 0);
    for (int count = 0; lines.hasNext() && count < RECORDS; count++) {
      int at = lines.at();
      lines.next();
      if (!end && !lines.hasNext()) {
        return new Cut(head, at, lines.given() - 1, false);
      }
    }
    return new Cut(head, lines.at(), lines.given(), !lines.hasNext());
  }

  /** A line that does not end within a page is passed over in the file. */
  private FilePiece withoutLine(OpenFile file, Position at) throws IOException {
    long next = behindLine(file, at.at(), Charset.forName(at.charset()));
    FilePart from = new FilePart(at.from().headLines(), at.from().from() + 1);
    String place = "line " + at.from().from();
    return FilePiece.without(
        Unreadables.tooLarge(place, next - at.at(), maxRecord),
        next < file.size() ? new Position(at.stamp(), next, at.head(), from, at.charset()) : null);
  }

  private static long behindLine(OpenFile file, long from, Charset charset) throws IOException {
    boolean wide = charset.name().startsWith("UTF-16");
    int low = charset.equals(StandardCharsets.UTF_16BE) ? 1 : 0;
    InputStream in = file.from(from);
    byte[] some = new byte[64 << 10];
    long at = from;
    for (int read = in.readNBytes(some, 0, some.length);
        read > 0;
        read = in.readNBytes(some, 0, some.length)) {
      for (int i = 0; i < read; i++) {
        boolean unit =
            !wide || (i & 1) == low && i + 1 - 2 * low < read && some[i + 1 - 2 * low] == 0;
        if (some[i] == '\n' && unit) {
          return at + i + (wide && low == 0 ? 2 : 1);
        }
      }
      at += read;
    }
    return at;
  }
}

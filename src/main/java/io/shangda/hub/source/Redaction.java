package io.shangda.hub.source;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.source.PageOptions.Format;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes single records out of a page as it was received. What stands around them keeps its place,
 * so that the others are still found by the places that were noted when the page was taken in.
 *
 * <p>A page that was not plain UTF-8 comes back as UTF-8 with a byte order mark, which overrules
 * the character set of its source; bytes that could not be read stay unreadable.
 */
public final class Redaction {
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** Never a byte of UTF-8. */
  private static final int UNREADABLE = 0xFF;

  private static final int REPLACEMENT = 3; // bytes of U+FFFD

  private record Cut(int to, String instead) {}

  private final Utf8 text;
  private final Set<String> places;

  /** By the offset where each begins. */
  private final Map<Integer, Cut> cuts = new TreeMap<>();

  private Redaction(Utf8 text, Set<String> places) {
    this.text = text;
    this.places = places;
  }

  /**
   * The page without the records at these places; null if one of them is not there, so that nothing
   * less than the whole page would be sure.
   */
  public static byte @Nullable [] without(SourceConfig source, RawPage page, Set<String> places) {
    byte[] content = page.content();
    Format format = PageOptions.of(source).format();
    if (format instanceof Format.Document) {
      return new byte[0]; // the file is the record
    }
    Redaction redaction = new Redaction(ReadAs.utf8(page, source.charset()), places);
    int found =
        format instanceof Format.JsonFormat json
            ? redaction.json(json.decoder())
            : redaction.rows(format, ReadAs.text(page, source.charset()).chars());
    return found == places.size() ? redaction.written(content) : null;
  }

  private int json(JsonDecoder decoder) {
    try {
      decoder.decode(text, "", (place, from, to) -> cut(place, from, to, "null"));
    } catch (PullFailure e) {
      return 0; // no list of records
    }
    return cuts.size();
  }

  private int rows(Format format, String chars) {
    if (format instanceof Format.Csv csv) {
      CsvRows rows = csv.decoder().rows(chars);
      while (rows.hasNext()) {
        CsvRows.Row row = rows.next();
        // rows below keep their line numbers
        String breaks = chars.substring(row.from(), row.to()).replaceAll("[^\n]", "");
        cut("line " + row.line(), chars, row.from(), row.to(), breaks);
      }
      return cuts.size();
    }
    LineSpans lines = new LineSpans(chars);
    while (lines.hasNext()) {
      LineSpans.Span line = lines.next();
      cut("line " + line.number(), chars, line.from(), line.to(), "");
    }
    return cuts.size();
  }

  private void cut(String place, String chars, int from, int to, String instead) {
    if (places.contains(place)) {
      cut(place, bytes(chars, from), bytes(chars, to), instead);
    }
  }

  private static int bytes(String chars, int to) {
    return chars.substring(0, to).getBytes(StandardCharsets.UTF_8).length;
  }

  private void cut(String place, int from, int to, String instead) {
    if (places.contains(place)) {
      cuts.put(from, new Cut(to, instead));
    }
  }

  private byte[] written(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + MARK.length);
    if (!Arrays.equals(text.bytes(), content)) {
      out.writeBytes(MARK);
    }
    int at = 0;
    for (Map.Entry<Integer, Cut> cut : cuts.entrySet()) {
      copy(out, at, cut.getKey());
      out.writeBytes(cut.getValue().instead().getBytes(StandardCharsets.UTF_8));
      at = cut.getValue().to();
    }
    copy(out, at, text.bytes().length);
    return out.toByteArray();
  }

  private void copy(ByteArrayOutputStream out, int from, int to) {
    int at = from;
    for (Text.Damage damage : text.damages()) {
      if (damage.at() >= at && damage.at() < to) {
        out.write(text.bytes(), at, damage.at() - at);
        out.write(UNREADABLE);
        at = damage.at() + REPLACEMENT;
      }
    }
    out.write(text.bytes(), at, to - at);
  }
}

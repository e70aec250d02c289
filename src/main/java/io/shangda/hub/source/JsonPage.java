package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.record.RawRecord.Unreadable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the bytes of a page: records become trees, everything around them the envelope. If
 * it meets something broken it remembers where, and keeps what it has.
 */
final class JsonPage {
  private static final ObjectReader READER =
      Json.MAPPER
          .reader()
          .without(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Records and whatever else stands in the list of one page. */
  static final int MOST = 200_000;

  /** Bytes of a field beside the list. */
  private static final int LONGEST_BESIDE = 4 << 20;

  private final byte[] bytes;
  private final List<Text.Damage> damages;
  private final JsonPointer pointer;
  private final int maxRecord;
  private final Spans spans;
  private final List<RawRecord> records = new ArrayList<>();
  private JsonNode envelope = MissingNode.getInstance();
  private boolean list;
  private boolean none;
  private int listAt = -1;
  private int resumeAt = -1;
  private long brokenAt = -1;

  /** Is told where in the bytes each element of the list stands. */
  @FunctionalInterface
  interface Spans {
    void at(String place, int from, int to);
  }

  JsonPage(
      byte[] bytes, List<Text.Damage> damages, JsonPointer pointer, int maxRecord, Spans spans) {
    this.bytes = bytes;
    this.damages = damages;
    this.pointer = pointer;
    this.maxRecord = maxRecord;
    this.spans = spans;
  }

  /** True if the whole page could be read. */
  boolean read() {
    try (JsonParser parser = Json.parser(bytes, maxRecord)) {
      try {
        page(new Measured(parser));
        return true;
      } catch (IOException | Json.Unreasonable e) {
        brokenAt = parser.currentLocation().getByteOffset();
        return false;
      }
    } catch (IOException e) {
      brokenAt = 0;
      return false;
    }
  }

  Decoded decoded(boolean cut) {
    return new Decoded(records, envelope, list, none, cut);
  }

  List<RawRecord> records() {
    return records;
  }

  /** Offset of the list's bracket; -1 if none was met. */
  int listAt() {
    return listAt;
  }

  /** Offset in the list up to which elements were read; -1 before and after the list. */
  int resumeAt() {
    return resumeAt;
  }

  long brokenAt() {
    return brokenAt;
  }

  JsonPointer pointer() {
    return pointer;
  }

  private void page(Measured parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (pointer.matches()) {
      found(parser, first);
    } else if (first == JsonToken.START_OBJECT) {
      ObjectNode root = Json.object();
      envelope = root;
      object(parser, root, pointer);
    } else {
      READER.readTree(parser.within(LONGEST_BESIDE));
      parser.within(Long.MAX_VALUE / 2);
    }
    if (first == null || parser.nextToken() != null) {
      throw new JsonParseException(parser, "no single JSON value");
    }
  }

  private void object(Measured parser, ObjectNode into, JsonPointer path) throws IOException {
    String name;
    while ((name = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      if (!name.equals(path.getMatchingProperty())) {
        into.set(name, beside(parser));
      } else if (path.tail().matches()) {
        found(parser, token);
      } else if (token == JsonToken.START_OBJECT) {
        object(parser, into.putObject(name), path.tail());
      } else {
        into.set(name, beside(parser));
      }
    }
  }

  private static JsonNode beside(Measured parser) throws IOException {
    JsonNode node = READER.readTree(parser.within(LONGEST_BESIDE));
    parser.within(Long.MAX_VALUE / 2);
    return node;
  }

  /**
   * What stands where the list should be: a list, one record alone, or, for none, null, {} or "".
   */
  private void found(Measured parser, @Nullable JsonToken token) throws IOException {
    if (token == JsonToken.START_ARRAY) {
      list = true;
      listAt = (int) parser.currentTokenLocation().getByteOffset();
      resumeAt = listAt + 1;
      while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
        if (records.size() >= MOST) {
          throw new TooMany();
        }
        element(parser, token, pointer + "/" + records.size());
      }
      resumeAt = -1;
    } else if (token == JsonToken.START_OBJECT) {
      list = true;
      element(parser, token, pointer.toString());
      none = !pointer.matches() && isNothing();
    } else {
      boolean blank = token == JsonToken.VALUE_STRING && parser.getText().isBlank();
      none = token == JsonToken.VALUE_NULL || blank;
      list = none;
      parser.skipChildren();
    }
  }

  /** An object of nothing in the list's place: some systems write an empty list so. */
  private boolean isNothing() {
    boolean nothing =
        records.size() == 1
            && records.get(0) instanceof RawRecord.Readable one
            && one.content().isEmpty();
    if (nothing) {
      records.clear();
    }
    return nothing;
  }

  private void element(Measured parser, JsonToken token, String place) throws IOException {
    int from = (int) parser.currentTokenLocation().getByteOffset();
    resumeAt = from;
    if (token != JsonToken.START_OBJECT) {
      parser.skipChildren();
      records.add(Unreadables.noObject(place));
    } else {
      JsonStreamContext around = parser.getParsingContext().getParent();
      ObjectNode node = tree(parser, around);
      int to = (int) parser.currentLocation().getByteOffset();
      spans.at(place, from, to);
      records.add(
          node == null
              ? Unreadables.tooLarge(place, to - from, maxRecord)
              : kept(record(place, node, from, to), from, to));
    }
    resumeAt = (int) parser.currentLocation().getByteOffset();
  }

  /** The record's tree; null if it is longer than a record may be, and is passed over. */
  private @Nullable ObjectNode tree(Measured parser, JsonStreamContext around) throws IOException {
    try {
      return READER.readTree(parser.within(maxRecord));
    } catch (Measured.TooLong e) {
      parser.within(Long.MAX_VALUE / 2);
      while (parser.getParsingContext() != around) {
        if (parser.nextToken() == null) {
          throw e;
        }
      }
      return null;
    } finally {
      parser.within(Long.MAX_VALUE / 2);
    }
  }

  /** A list of more records than a page may have. */
  static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private RawRecord kept(RawRecord read, int from, int to) {
    byte[] page = bytes;
    return Trees.kept(read, records.size(), () -> Trees.again(page, from, to));
  }

  private RawRecord record(String place, ObjectNode node, int from, int to) {
    if (to - from > maxRecord) {
      return Unreadables.tooLarge(place, to - from, maxRecord);
    }
    Text.@Nullable Damage damage = damages.isEmpty() ? null : damage(from, to);
    return damage == null
        ? new RawRecord.Readable(place, node)
        : Unreadables.charset(place, "UTF-8", damage.byteAt());
  }

  private Text.@Nullable Damage damage(int from, int to) {
    return new Text("", StandardCharsets.UTF_8, damages).damage(from, to);
  }

  /** Reads one element that was cut out of the list by hand. */
  void addPiece(int from, int to) {
    if (records.size() >= MOST) {
      throw new TooMany();
    }
    String place = pointer + "/" + records.size();
    spans.at(place, from, to);
    if (to - from > maxRecord) {
      records.add(Unreadables.tooLarge(place, to - from, maxRecord));
      return;
    }
    records.add(kept(piece(place, from, to), from, to));
  }

  void addUnreadable(Unreadable unreadable) {
    records.add(unreadable);
  }

  private RawRecord piece(String place, int from, int to) {
    Text.@Nullable Damage damage = damage(from, to);
    if (damage != null) {
      return Unreadables.charset(place, "UTF-8", damage.byteAt());
    }
    return LinesDecoder.parsed(Arrays.copyOfRange(bytes, from, to), place);
  }
}

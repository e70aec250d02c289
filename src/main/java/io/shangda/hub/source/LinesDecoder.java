package io.shangda.hub.source;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.RawRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * JSON lines: one object a line.
 *
 * @param trailer the line that ends a file and is no record
 */
record LinesDecoder(int maxRecord, Pattern trailer) {

  List<RawRecord> decode(Text text) {
    List<RawRecord> records = new ArrayList<>();
    String chars = text.chars();
    LineSpans lines = new LineSpans(chars);
    boolean trailed = false;
    while (lines.hasNext()) {
      LineSpans.Span line = lines.next();
      String one = chars.substring(line.from(), line.to());
      trailed = !lines.hasNext() && WholeSign.isTrailer(trailer, one);
      if (!one.isBlank() && !trailed) {
        RawRecord record = record(text, line.from(), line.to(), "line " + line.number(), maxRecord);
        records.add(Trees.kept(record, records.size(), () -> again(chars, line.from(), line.to())));
      }
    }
    return records.isEmpty() && !trailed ? List.of(Unreadables.empty("line 1")) : records;
  }

  private static RawRecord record(Text text, int from, int to, String place, int maxRecord) {
    Text.Damage damage = text.damage(from, to);
    if (damage != null) {
      return Unreadables.charset(place, text.charset().name(), damage.byteAt());
    }
    byte[] line = text.chars().substring(from, to).getBytes(StandardCharsets.UTF_8);
    if (line.length > maxRecord) {
      return Unreadables.tooLarge(place, line.length, maxRecord);
    }
    return parsed(line, place);
  }

  private static ObjectNode again(String chars, int from, int to) {
    byte[] line = chars.substring(from, to).getBytes(StandardCharsets.UTF_8);
    return Trees.again(line, 0, line.length);
  }

  /** An object that stands alone in these bytes. */
  static RawRecord parsed(byte[] bytes, String place) {
    try {
      JsonNode node = Json.MAPPER.readTree(bytes);
      return node instanceof ObjectNode object
          ? new RawRecord.Readable(place, object)
          : Unreadables.noObject(place);
    } catch (StreamConstraintsException | Json.Unreasonable e) {
      return Unreadables.beyondLimits(place);
    } catch (MismatchedInputException e) {
      // trailing tokens are a mismatch too, but only a repeated name speaks of a field
      return String.valueOf(e.getOriginalMessage()).contains("Duplicate field")
          ? Unreadables.duplicateKey(place)
          : Unreadables.syntax(place);
    } catch (IOException e) {
      return Unreadables.syntax(place);
    }
  }
}

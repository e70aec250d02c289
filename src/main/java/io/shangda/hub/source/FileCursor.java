package io.shangda.hub.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.FilePart;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands in a drop folder: behind a file, or inside one.
 *
 * @param file the name; empty at the start of a run
 * @param modified the file's time, for an order by time
 * @param inside where in the file; null: behind it
 */
record FileCursor(String file, Instant modified, @Nullable Position inside) {
  private static final FileCursor START = new FileCursor("", Instant.EPOCH, null);

  /**
   * The place in a file up to which it was read.
   *
   * @param stamp of the file as it was read so far
   * @param at offset of the next byte
   * @param head how many bytes at its beginning stand before the records and belong to every page
   * @param from of the records: the next line, or how many there were; see {@link FilePart}
   * @param charset in which the whole of it is read
   */
  record Position(String stamp, long at, int head, FilePart from, String charset) {}

  /** Of a cursor as it is stored; one that was stored by an earlier version is a name. */
  static FileCursor of(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return START;
    }
    ObjectNode state = RunCursor.of(text).state();
    if (!state.has("file")) {
      return new FileCursor(text, Instant.EPOCH, null);
    }
    Position inside =
        state.has("at")
            ? new Position(
                state.path("stamp").asText(),
                state.path("at").asLong(),
                state.path("head").asInt(),
                new FilePart(state.path("lines").asInt(), state.path("from").asLong()),
                state.path("charset").asText())
            : null;
    return new FileCursor(state.path("file").asText(), time(state.path("time").asText()), inside);
  }

  static FileCursor behind(DropListing.Entry file) {
    return new FileCursor(file.name(), file.modified(), null);
  }

  static FileCursor inside(DropListing.Entry file, Position position) {
    return new FileCursor(file.name(), file.modified(), position);
  }

  boolean isStart() {
    return file.isEmpty();
  }

  String text() {
    ObjectNode state = Json.object().put("file", file).put("time", modified.toString());
    if (inside != null) {
      state
          .put("stamp", inside.stamp())
          .put("at", inside.at())
          .put("head", inside.head())
          .put("lines", inside.from().headLines())
          .put("from", inside.from().from())
          .put("charset", inside.charset());
    }
    return state.toString();
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}

package io.shangda.hub.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.RawRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/**
 * Which records of a page keep the tree they were read into. A tree takes ten times the bytes it
 * was read from, and a page may have hundreds of thousands: behind the first ones a tree is let go
 * and read again from the page's bytes when its record's turn comes.
 */
final class Trees {
  /** More than any page of a well-made interface; a dropped file may have more. */
  static final int KEPT = 10_000;

  private Trees() {}

  /**
   * @param before how many records of the page stand before this one
   * @param again reads the record once more
   */
  static RawRecord kept(RawRecord read, int before, Supplier<ObjectNode> again) {
    return before >= KEPT && read instanceof RawRecord.Readable
        ? new RawRecord.Readable(read.place(), again)
        : read;
  }

  /** An object that was read from these bytes before. */
  static ObjectNode again(byte[] bytes, int from, int to) {
    try {
      return (ObjectNode) Json.MAPPER.reader().readTree(bytes, from, to - from);
    } catch (IOException e) {
      throw new UncheckedIOException("A record that could be read can be read again", e);
    }
  }
}

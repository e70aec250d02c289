package io.shangda.hub.record;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One occurrence of a record in a page, as the decoder met it. */
public sealed interface RawRecord {
  /** Where in the page it stands: JSON Pointer, or {@code line 17}. */
  String place();

  /** It could be read; whether it makes sense is for later stages. */
  record Readable(String place, ObjectNode content) implements RawRecord {}

  /**
   * It could not be read; the rest of the page goes on.
   *
   * @param rule what was broken, such as {@code json}, {@code charset}, {@code csv-columns}, {@code
   *     too-large}
   */
  record Unreadable(String place, String rule, String zh, String en) implements RawRecord {}
}

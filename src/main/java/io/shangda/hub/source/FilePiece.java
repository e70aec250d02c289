package io.shangda.hub.source;

import io.shangda.hub.record.RawRecord.Unreadable;
import org.jspecify.annotations.Nullable;

/**
 * A page cut from a file.
 *
 * @param type what is added to the media type, so that the page can be read by itself
 * @param next where the file goes on; null: this is its last page
 * @param unreadable why nothing is given in place of what stands there; null if it is given
 * @param reason why the file goes to the failed folder all the same, in Chinese and English, a line
 *     each; null if it does not
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
record FilePiece(
    byte[] content,
    String type,
    FileCursor.@Nullable Position next,
    @Nullable Unreadable unreadable,
    @Nullable String reason) {

  static FilePiece last(byte[] content, String type) {
    return new FilePiece(content, type, null, null, null);
  }

  /** The file cannot be read on: nothing of what follows. */
  static FilePiece aside(Unreadable why) {
    return new FilePiece(new byte[0], "", null, why, reason(why));
  }

  /** One record cannot be read; the file goes on behind it. */
  static FilePiece without(Unreadable record, FileCursor.@Nullable Position next) {
    return new FilePiece(new byte[0], "", next, record, null);
  }

  static String reason(Unreadable why) {
    return why.zh() + "\n" + why.en();
  }
}

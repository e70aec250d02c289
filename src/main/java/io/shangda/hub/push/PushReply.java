package io.shangda.hub.push;

import java.util.Map;

/**
 * What became of one request: what a push connector gives back, one per request, in the same order.
 */
public sealed interface PushReply {

  /**
   * An answer was received whole.
   *
   * @param headers by lower-case name
   */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  record Answered(int status, Map<String, String> headers, byte[] body) implements PushReply {}

  /**
   * No answer, or none that could be read to its end.
   *
   * @param sent false only if not one byte of the request can have reached the target (connection
   *     refused, unknown host); otherwise its outcome is unknown
   * @param why in the operator's words, without secrets
   */
  record Broken(boolean sent, String why) implements PushReply {}

  /** The second for starting requests was over before this one's turn; it goes back untouched. */
  record NotStarted() implements PushReply {}
}

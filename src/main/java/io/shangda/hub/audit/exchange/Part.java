package io.shangda.hub.audit.exchange;

import io.shangda.hub.record.Hash;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request of an exchange, and its answer.
 *
 * @param number place among the requests of its batch, from 1
 * @param to method and address, without the values of a query; empty if the connector does not say
 * @param headers as sent, but for those that prove who sends
 * @param sent when; null if that is not known
 * @param tookMillis until the answer was whole, or was given up
 * @param status of the answer; 0 if there was none
 * @param why there was no answer; empty if there was one
 * @param request the body; null if not a byte of it left the hub, or if it was erased
 * @param reply the body of the answer; null if there was none, or if it was erased
 * @param replyType the answer's media type; empty if there is none
 * @param erased whether the bytes were here and a purge took them
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
public record Part(
    int number,
    String to,
    Map<String, String> headers,
    @Nullable Instant sent,
    long tookMillis,
    int status,
    String why,
    @Nullable List<Piece> request,
    byte @Nullable [] reply,
    String replyType,
    boolean erased) {

  /** Detail of an event: the exchange's id. */
  public static final String EXCHANGE = "exchange";

  /** Detail of an event: {@link #number()}. */
  public static final String NUMBER = "request";

  public static final String REQUEST_HASH = "request-hash";
  public static final String REPLY_HASH = "reply-hash";

  /** Detail of an event: {@link #why()}. */
  public static final String NO_ANSWER = "no-answer";

  private static final String TO = "to";
  private static final String SENT = "sent";
  private static final String TOOK = "took-ms";
  private static final String STATUS = "status";
  private static final int LONGEST = 300;

  /**
   * What the seal covers, as details of an event.
   *
   * @param requestHash of the whole body; null if none was sent
   * @param replyHash of the answer's body; null if there was no answer
   */
  public Map<String, Object> facts(
      long exchange, @Nullable Hash requestHash, @Nullable Hash replyHash) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put(EXCHANGE, exchange);
    facts.put(NUMBER, number);
    told(facts);
    if (requestHash != null) {
      facts.put(REQUEST_HASH, requestHash.text());
    }
    if (replyHash != null) {
      facts.put(REPLY_HASH, replyHash.text());
    }
    return facts;
  }

  /** What else of it the event says. */
  public Map<String, Object> told() {
    Map<String, Object> told = new LinkedHashMap<>();
    told(told);
    return told;
  }

  private void told(Map<String, Object> to) {
    if (!this.to.isEmpty()) {
      to.put(TO, cut(this.to));
    }
    if (sent != null) {
      to.put(SENT, sent.toString());
      to.put(TOOK, tookMillis);
    }
    if (status > 0) {
      to.put(STATUS, status);
    }
    if (!why.isEmpty()) {
      to.put(NO_ANSWER, cut(why));
    }
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  /** The same after a purge. */
  public Part erase() {
    return new Part(
        number, to, headers, sent, tookMillis, status, why, null, null, replyType, true);
  }
}

package io.shangda.hub.route;

import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.PushReply;
import io.shangda.hub.push.PushReply.Answered;
import io.shangda.hub.push.PushReply.Broken;
import io.shangda.hub.push.PushReply.NotStarted;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.push.Trip;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;

/**
 * What a push connector of plain YAML needs around its own step (<a
 * href="https://www.enterpriseintegrationpatterns.com/patterns/messaging/DistributionAggregate.html">Composed
 * Message Processor</a>): {@code begin} makes a request into body and headers, and as the
 * aggregation strategy of the split it makes the parts into one reply per request, in their order.
 *
 * <pre>{@code
 * - split:
 *     expression:
 *       simple:
 *         expression: "${body}"
 *     aggregationStrategy: "#pushReplies"
 *     steps:
 *       - bean:
 *           ref: pushReplies
 *           method: begin
 *       - filter:
 *           expression:
 *             simple:
 *               expression: "${exchangeProperty.pushStarted}"
 *           steps:
 *             - to: …
 * }</pre>
 *
 * <p>After the step a part is read like this: with an exception it is broken (not sent, if the
 * connection was never made; unknown otherwise); without one it is an answer of the status in
 * {@code CamelHttpResponseCode}, or 200 where the protocol has none, with the body as it then
 * stands. A part on which the deadline of the claim had passed is not started.
 */
@Named("pushReplies")
@Singleton
public final class PushReplies implements AggregationStrategy {
  /** Exchange property of a part: whether it may still be sent. */
  static final String STARTED = "pushStarted";

  /** Exchange property of a part: what is appended to the target's url. */
  static final String PATH = "pushPath";

  private static final String BEGUN = "pushBegun";

  private static final int OK = 200;

  /**
   * Puts the request's body and headers in place, once its turn has come by the target's rate; the
   * path goes into the property {@code pushPath}.
   */
  public void begin(Exchange part) {
    Claimed claimed = part.getProperty("claimed", Claimed.class);
    int before = part.getProperty(ExchangePropertyKey.SPLIT_INDEX, 0, Integer.class);
    for (long wait = claimed.pace().waitMillis(before);
        wait > 0 && !Thread.currentThread().isInterrupted();
        wait = claimed.pace().waitMillis(before)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(wait));
    }
    boolean started = claimed.mayStart(before, System.nanoTime());
    part.setProperty(STARTED, started);
    if (started) {
      part.setProperty(BEGUN, Instant.now());
      PushRequest request = part.getMessage().getBody(PushRequest.class);
      Message message = part.getMessage();
      message.removeHeaders("*");
      message.setBody(request.body());
      request.headers().forEach(message::setHeader);
      message.setHeader(TimeLimits.HEADER, claimed.target().requestLimit().toMillis());
      part.setProperty(PATH, request.path());
    }
  }

  @Override
  public Exchange aggregate(@Nullable Exchange before, Exchange part) {
    PushReply reply = reply(part);
    if (before == null) {
      part.setException(null); // it is in the reply now; left here it would fail the whole batch
      part.getMessage().removeHeaders("*");
      part.getMessage().setBody(new ArrayList<>(List.of(reply)));
      return part;
    }
    replies(before).add(reply);
    return before;
  }

  @SuppressWarnings("unchecked") // put there by the first part
  private static List<PushReply> replies(Exchange exchange) {
    return (List<PushReply>) exchange.getMessage().getBody(List.class);
  }

  private static PushReply reply(Exchange part) {
    Exception failure = part.getException();
    if (failure instanceof HttpOperationFailedException answer) {
      return answered(answer, trip(part));
    }
    if (failure != null) {
      return new Broken(sent(failure), words(failure), trip(part));
    }
    if (!part.getProperty(STARTED, true, Boolean.class)) {
      return new NotStarted();
    }
    Message message = part.getMessage();
    byte[] body = message.getBody(byte[].class);
    return new Answered(
        message.getHeader(Exchange.HTTP_RESPONSE_CODE, OK, Integer.class),
        headers(message.getHeaders()),
        body == null ? new byte[0] : body,
        trip(part));
  }

  /** Where it went is the connector's own affair. */
  private static Trip trip(Exchange part) {
    Instant begun = part.getProperty(BEGUN, Instant.class);
    return begun == null
        ? Trip.UNKNOWN
        : new Trip("", begun, Duration.between(begun, Instant.now()).toMillis(), Map.of());
  }

  private static Answered answered(HttpOperationFailedException answer, Trip trip) {
    String body = answer.getResponseBody() == null ? "" : answer.getResponseBody();
    Map<String, ?> headers =
        answer.getResponseHeaders() == null ? Map.of() : answer.getResponseHeaders();
    return new Answered(
        answer.getStatusCode(), headers(headers), body.getBytes(StandardCharsets.UTF_8), trip);
  }

  private static Map<String, String> headers(Map<String, ?> all) {
    Map<String, String> headers = new HashMap<>();
    all.forEach(
        (name, value) -> {
          if (value instanceof String text) {
            headers.put(name.toLowerCase(Locale.ROOT), text);
          }
        });
    return headers;
  }

  private static boolean sent(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof UnknownHostException
          || cause instanceof NoRouteToHostException
          || cause instanceof SSLHandshakeException) {
        return false;
      }
    }
    return true;
  }

  private static String words(Exception failure) {
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }
}

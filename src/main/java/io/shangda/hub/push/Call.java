package io.shangda.hub.push;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One request and its answer. Settled once; what comes after that is not listened to. */
final class Call {
  private static final int MOST_BYTES = 1 << 20;

  private final Sending sending;
  private final int lane;
  private final int index;
  private final long startedNanos = System.nanoTime();
  private @Nullable HttpClientRequest request;
  private final Buffer body = Buffer.buffer();
  private boolean sent;
  private @Nullable Instant sentAt;
  private long sentNanos;
  private Map<String, String> telling = Map.of();
  private boolean settled;

  Call(Sending sending, int lane, int index) {
    this.sending = sending;
    this.lane = lane;
    this.index = index;
  }

  int lane() {
    return lane;
  }

  int index() {
    return index;
  }

  void start() {
    sending.channel().client().request(sending.address(index)).onComplete(this::connected);
  }

  /** Gives up if the time limit is over. */
  void expire(long now) {
    if (now - startedNanos >= sending.channel().target().requestLimit().toNanos()) {
      String seconds = sending.channel().target().requestLimit().toMillis() / 1000.0 + " s";
      abandon(sent ? "no whole answer within " + seconds : "no connection within " + seconds);
    }
  }

  private void connected(AsyncResult<HttpClientRequest> result) {
    if (result.failed()) {
      settle(new PushReply.Broken(false, words(result.cause()), trip()));
      return;
    }
    HttpClientRequest connected = result.result();
    if (settled || sending.over(index)) {
      connected
          .exceptionHandler(told -> {})
          .reset(); // not a byte has left; the connection goes back
      settle(new PushReply.NotStarted());
      return;
    }
    request = connected;
    connected.exceptionHandler(e -> settle(new PushReply.Broken(sent, words(e), trip())));
    try {
      byte[] bytes = sending.departure().prepare(sending.request(index), connected.headers());
      connected.response().onComplete(this::answered);
      telling = sending.departure().telling(connected.headers());
      sentAt = sending.departure().clock().instant();
      sentNanos = System.nanoTime();
      sent = true;
      connected.end(Buffer.buffer(bytes));
    } catch (IllegalArgumentException | IllegalStateException e) {
      // A header that HTTP cannot carry, or a connection that was closed since it was handed out.
      abandon(words(e));
    }
  }

  private void answered(AsyncResult<HttpClientResponse> result) {
    if (result.failed()) {
      settle(new PushReply.Broken(true, words(result.cause()), trip()));
      return;
    }
    HttpClientResponse response = result.result();
    response.exceptionHandler(e -> settle(new PushReply.Broken(true, words(e), trip())));
    response.handler(this::more);
    response.endHandler(nothing -> whole(response));
  }

  private void more(Buffer part) {
    if (settled) {
      return;
    }
    if (body.length() + part.length() > MOST_BYTES) {
      abandon("the answer is longer than " + MOST_BYTES + " bytes");
    } else if (!sending.takes(part.length())) {
      abandon("the answers to one batch are longer than the hub has room for");
    } else {
      body.appendBuffer(part);
    }
  }

  private void whole(HttpClientResponse response) {
    Map<String, String> headers = new HashMap<>();
    for (Map.Entry<String, String> header : response.headers()) {
      headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
    }
    settle(reply(response.statusCode(), headers));
  }

  private PushReply reply(int status, Map<String, String> headers) {
    String coding = headers.getOrDefault("content-encoding", "");
    try {
      byte[] plain = ContentCoding.decode(coding, body.getBytes(), MOST_BYTES);
      return new PushReply.Answered(status, headers, plain, trip());
    } catch (ContentCoding.Undecodable e) {
      return new PushReply.Broken(true, e.getMessage(), trip());
    }
  }

  private Trip trip() {
    long took = sentAt == null ? 0 : (System.nanoTime() - sentNanos) / 1_000_000;
    return new Trip(sending.shown(index), sentAt, took, telling);
  }

  private void abandon(String why) {
    settle(new PushReply.Broken(sent, why, trip()));
    if (request != null) {
      request.reset();
    }
  }

  private void settle(PushReply reply) {
    if (!settled) {
      settled = true;
      sending.settle(this, reply);
    }
  }

  private String words(Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    String address = sending.channel().options().url().getAuthority();
    if (cause instanceof UnknownHostException) {
      return "the host's address is not known: " + text;
    }
    if (cause instanceof ConnectTimeoutException) {
      return "no connection in time: " + text;
    }
    if (cause instanceof ConnectException) {
      return "no connection: " + text;
    }
    if (cause instanceof SSLException) {
      return "no TLS connection to " + address + ": " + text;
    }
    return "the connection to " + address + " broke: " + text;
  }
}

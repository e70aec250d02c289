package io.shangda.hub.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.Hash;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Asks a target a question by GET, with the same headers, authentication and signature as its
 * pushes. An answer over 64 MB, or of more than a million values, is not read.
 */
public final class HttpAsk {
  private static final int MOST_BYTES = 64 << 20;

  private final Vertx vertx;
  private final UnaryOperator<String> secrets;
  private final InstantSource clock;

  /** There is no answer that could be read; its message is the operator's. */
  public static final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 1000;

    NoAnswerException(String message) {
      super(ForeignText.oneLine(message, LONGEST));
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /**
   * @param secrets turns a text with references to secrets into the text with the secrets
   */
  public HttpAsk(Vertx vertx, UnaryOperator<String> secrets, InstantSource clock) {
    this.vertx = vertx;
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * Waits for the answer, at most for the target's request limit. Not to be called on an event
   * loop.
   *
   * @param url without query
   */
  public JsonNode get(TargetConfig target, String url, Map<String, String> query)
      throws NoAnswerException {
    String asked = query.isEmpty() ? url : url + "?" + encoded(query);
    ObjectNode options = target.options().deepCopy();
    options.put("url", asked).put("method", "GET").put("digest", false);
    return answer(target, options, url, new byte[0]);
  }

  /** The same by POST, with a JSON body; an answer without content is an empty object. */
  public JsonNode post(TargetConfig target, String url, JsonNode body) throws NoAnswerException {
    ObjectNode options = target.options().deepCopy();
    options.put("url", url).put("method", "POST");
    return answer(target, options, url, body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private JsonNode answer(TargetConfig target, ObjectNode options, String url, byte[] sent)
      throws NoAnswerException {
    options.remove("token");
    Channel channel = new Channel(vertx, target.with(options));
    channel.enter();
    try {
      byte[] body =
          onItsEventLoop(channel, sent)
              .toCompletionStage()
              .toCompletableFuture()
              .get(target.requestLimit().toMillis(), TimeUnit.MILLISECONDS);
      return body.length == 0 ? JsonNodeFactory.instance.objectNode() : AnswerJson.readList(body);
    } catch (TimeoutException e) {
      throw new NoAnswerException(
          "%s gave no whole answer within %d s".formatted(url, target.requestLimit().toSeconds()));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new NoAnswerException(url + ": " + cause.getMessage());
    } catch (JsonProcessingException e) {
      throw new NoAnswerException(url + " answered no JSON, or not exactly one document of it");
    } catch (IOException e) {
      throw new NoAnswerException(url + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswerException(url + " was not waited for: the hub stops");
    } finally {
      channel.retire();
      channel.leave();
    }
  }

  /**
   * Each step follows the one before on the channel's event loop: taken on another thread, an
   * answer could be over before anybody listens to it.
   */
  private Future<byte[]> onItsEventLoop(Channel channel, byte[] sent) {
    Promise<byte[]> answer = Promise.promise();
    channel
        .context()
        .runOnContext(
            nothing ->
                Future.succeededFuture()
                    .compose(begun -> request(channel, sent))
                    .onComplete(answer));
    return answer.future();
  }

  private Future<byte[]> request(Channel channel, byte[] sent) {
    HttpOptions options = channel.options();
    return channel
        .client()
        .request(channel.request(""))
        .compose(request -> answer(options, quiet(request), sent))
        .compose(this::body);
  }

  /**
   * What breaks it fails its answer; told here it would be told twice, the first time by nobody.
   */
  private static HttpClientRequest quiet(HttpClientRequest request) {
    return request.exceptionHandler(told -> {});
  }

  private Future<HttpClientResponse> answer(
      HttpOptions options, HttpClientRequest request, byte[] sent) {
    String id = sent.length == 0 ? "" : Hash.sha256(sent).text();
    SendHeaders.of(options, secrets, clock)
        .add(
            new Outgoing(options.method(), options.path(""), options.query(), id, sent),
            request.headers());
    request.headers().set("Accept", "application/json");
    if (sent.length == 0) {
      return request.send();
    }
    request.headers().set("Content-Type", "application/json");
    return request.send(Buffer.buffer(sent));
  }

  private Future<byte[]> body(HttpClientResponse response) {
    Promise<byte[]> whole = Promise.promise();
    response.exceptionHandler(
        whole::tryFail); // before any reset, or the library tells that as an error
    if (response.statusCode() != 200 && response.statusCode() != 204) {
      response.request().reset();
      return Future.failedFuture("it answered with status " + response.statusCode());
    }
    Buffer read = Buffer.buffer();
    response.handler(
        part -> {
          if (read.length() + part.length() > MOST_BYTES) {
            whole.tryFail("its answer is longer than " + MOST_BYTES + " bytes");
            response.request().reset();
          } else {
            read.appendBuffer(part);
          }
        });
    response.endHandler(nothing -> decoded(response, read, whole));
    return whole.future();
  }

  private static void decoded(HttpClientResponse response, Buffer read, Promise<byte[]> whole) {
    String coding = response.getHeader("Content-Encoding");
    try {
      whole.tryComplete(
          ContentCoding.decode(coding == null ? "" : coding, read.getBytes(), MOST_BYTES));
    } catch (ContentCoding.Undecodable e) {
      whole.tryFail(e);
    }
  }

  private static String encoded(Map<String, String> query) {
    return query.entrySet().stream()
        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}

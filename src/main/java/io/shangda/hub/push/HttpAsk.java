package io.shangda.hub.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.TargetConfig;
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
 * pushes. An answer over 64 MB is not read.
 */
public final class HttpAsk {
  private static final int MOST_BYTES = 64 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Vertx vertx;
  private final UnaryOperator<String> secrets;
  private final InstantSource clock;

  /** There is no answer that could be read; its message is the operator's. */
  public static final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String message) {
      super(message);
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
      return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (TimeoutException e) {
      throw new NoAnswerException(
          "%s gave no whole answer within %d s".formatted(url, target.requestLimit().toSeconds()));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new NoAnswerException(url + ": " + cause.getMessage());
    } catch (JsonProcessingException e) {
      throw new NoAnswerException(url + " answered no JSON");
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
        .compose(request -> answer(options, request, sent))
        .compose(this::body);
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
    if (response.statusCode() != 200 && response.statusCode() != 204) {
      response.request().reset();
      return Future.failedFuture("it answered with status " + response.statusCode());
    }
    String length = response.getHeader("Content-Length");
    if (length != null && length.length() > 9
        || length != null && Long.parseLong(length) > MOST_BYTES) {
      response.request().reset();
      return Future.failedFuture("its answer is longer than " + MOST_BYTES + " bytes");
    }
    return response.body().map(Buffer::getBytes);
  }

  private static String encoded(Map<String, String> query) {
    return query.entrySet().stream()
        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}

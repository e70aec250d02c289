package io.shangda.hub.push;

import io.vertx.core.MultiMap;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is added to the requests of one batch as they leave: headers, and the token in the body. */
final class Departure {
  private static final List<String> TELLING =
      List.of("Content-Digest", SealNews.HEADER, "webhook-id", "webhook-timestamp");

  private final HttpOptions options;
  private final SendHeaders headers;
  private final @Nullable BodyToken token;

  private final String seal;

  private final InstantSource clock;

  private Departure(
      HttpOptions options,
      SendHeaders headers,
      @Nullable BodyToken token,
      String seal,
      InstantSource clock) {
    this.clock = clock;
    this.seal = seal;
    this.options = options;
    this.headers = headers;
    this.token = token;
  }

  /**
   * @throws RuntimeException if a secret is not there or is no key
   */
  static Departure of(
      HttpOptions options, ZoneId zone, UnaryOperator<String> secrets, InstantSource clock) {
    BodyToken token =
        options.token().has("secret") ? BodyToken.of(options.token(), secrets, clock, zone) : null;
    return new Departure(options, SendHeaders.of(options, secrets, clock), token, "", clock);
  }

  /** The same, which tells the target of a seal. */
  Departure telling(String newestSeal) {
    return new Departure(options, headers, token, newestSeal, clock);
  }

  /**
   * Headers added at sending that the evidence may keep.
   *
   * @param sent headers as they were sent
   */
  Map<String, String> telling(MultiMap sent) {
    Map<String, String> telling = new LinkedHashMap<>();
    for (String name : TELLING) {
      String value = sent.get(name);
      if (value != null) {
        telling.put(name, value);
      }
    }
    return telling;
  }

  InstantSource clock() {
    return clock;
  }

  /** Fills the headers and gives the body to send. */
  byte[] prepare(PushRequest request, MultiMap to) {
    request.headers().forEach(to::set);
    if (!seal.isEmpty()) {
      to.set(SealNews.HEADER, seal);
    }
    byte[] body = token == null ? request.body() : token.into(request.body(), request.deliveries());
    String id = request.headers().getOrDefault("Idempotency-Key", "");
    String path = options.path(request.path());
    headers.add(new Outgoing(options.method(), path, options.query(), id, body), to);
    return body;
  }
}

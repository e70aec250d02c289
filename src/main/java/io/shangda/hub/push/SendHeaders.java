package io.shangda.hub.push;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.record.KnownSecrets;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * The headers that are made at each send, because they depend on a secret or on the time: fixed
 * headers, authentication, Content-Digest, signature. Made anew for each batch, so that a rotated
 * secret is used without a restart.
 *
 * <p>Authentication, option {@code auth}: {@code {kind: none}}; {@code {kind: basic, user,
 * password}} (RFC 7617); {@code {kind: bearer, token}} (RFC 6750); {@code {kind: header, name,
 * token}}; {@code {kind: hmac, key-id, secret, …}}, see {@link HmacHeaders}.
 */
final class SendHeaders {
  private final List<BiConsumer<Outgoing, MultiMap>> makers = new ArrayList<>();
  private final InstantSource clock;

  private SendHeaders(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @throws RuntimeException if a secret is not there or is no key
   */
  static SendHeaders of(HttpOptions options, UnaryOperator<String> secrets, InstantSource clock) {
    SendHeaders headers = new SendHeaders(clock);
    headers.fixed("User-Agent", "shangda");
    // without this line any coding would be allowed (RFC 9110, section 12.5.3)
    headers.fixed("Accept-Encoding", "identity");
    options.headers().forEach((name, value) -> headers.fixed(name, secrets.apply(value)));
    headers.auth(options.auth(), secrets);
    if (options.digest()) {
      headers.makers.add(new ContentDigest());
    }
    if (options.sign().has("secret")) {
      headers.makers.add(WebhookSignature.of(options.sign(), secrets, clock));
    }
    return headers;
  }

  void add(Outgoing request, MultiMap headers) {
    for (BiConsumer<Outgoing, MultiMap> maker : makers) {
      maker.accept(request, headers);
    }
  }

  private void auth(JsonNode auth, UnaryOperator<String> secrets) {
    switch (auth.path("kind").asText("none")) {
      case "none" -> {}
      case "basic" -> {
        String pair =
            secrets.apply(auth.path("user").asText())
                + ':'
                + secrets.apply(auth.path("password").asText());
        byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
        String encoded = Base64.getEncoder().encodeToString(bytes);
        KnownSecrets.ofThisProcess().note(encoded);
        fixed("Authorization", "Basic " + encoded);
      }
      case "bearer" ->
          fixed("Authorization", "Bearer " + secrets.apply(auth.path("token").asText()));
      case "header" ->
          fixed(auth.path("name").asText(), secrets.apply(auth.path("token").asText()));
      case "hmac" -> makers.add(HmacHeaders.of(auth, secrets, clock));
      default ->
          throw new IllegalArgumentException(
              "auth kind '"
                  + auth.path("kind").asText()
                  + "' is unknown; expected none, basic, bearer, header or hmac");
    }
  }

  private void fixed(String name, String value) {
    makers.add((request, headers) -> headers.set(name, value));
  }
}

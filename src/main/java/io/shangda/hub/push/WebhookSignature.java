package io.shangda.hub.push;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * The signature of Standard Webhooks 1.0: {@code v1,} and the Base64 of an HMAC-SHA256 over {@code
 * <webhook-id>.<webhook-timestamp>.<body>}; with two secrets, while a key is rotated, two
 * signatures parted by a space. A secret that begins with {@code whsec_} is Base64 after it; any
 * other is taken as UTF-8 text.
 *
 * @see <a
 *     href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 *     Webhooks</a>
 */
final class WebhookSignature implements BiConsumer<Outgoing, MultiMap> {
  private static final String ENCODED = "whsec_";

  private final List<KeyedHash> keys;
  private final InstantSource clock;

  private WebhookSignature(List<KeyedHash> keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  static WebhookSignature of(JsonNode sign, UnaryOperator<String> secrets, InstantSource clock) {
    List<KeyedHash> keys = new ArrayList<>();
    for (String name : List.of("secret", "previous")) {
      if (sign.hasNonNull(name)) {
        keys.add(new KeyedHash("HmacSHA256", key(secrets.apply(sign.path(name).asText()))));
      }
    }
    return new WebhookSignature(keys, clock);
  }

  @Override
  public void accept(Outgoing request, MultiMap headers) {
    String time = Long.toString(clock.instant().getEpochSecond());
    byte[] before = (request.id() + '.' + time + '.').getBytes(StandardCharsets.UTF_8);
    StringBuilder signatures = new StringBuilder();
    for (KeyedHash key : keys) {
      signatures.append(signatures.isEmpty() ? "v1," : " v1,");
      signatures.append(Base64.getEncoder().encodeToString(key.of(before, request.body())));
    }
    headers.set("webhook-id", request.id());
    headers.set("webhook-timestamp", time);
    headers.set("webhook-signature", signatures.toString());
  }

  private static byte[] key(String secret) {
    return secret.startsWith(ENCODED)
        ? Base64.getDecoder().decode(secret.substring(ENCODED.length()))
        : secret.getBytes(StandardCharsets.UTF_8);
  }
}

package io.shangda.hub.push;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.record.Hash;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * Key id, time and a keyed hash, in three headers.
 *
 * <p>Options (with their defaults): {@code key-id}, {@code secret}, {@code algorithm} (HmacSHA256),
 * {@code encoding} (base64, or hex), {@code content} (<code>
 * ${method}\n${path}\n${query}\n${timestamp}</code>; also {@code ${key-id}} and {@code
 * ${body-sha256}}, in hex), {@code timestamp} (seconds since 1970, or milliseconds), {@code
 * key-header} (X-API-Key), {@code timestamp-header} (X-Timestamp), {@code signature-header}
 * (X-Signature).
 */
final class HmacHeaders implements BiConsumer<Outgoing, MultiMap> {
  private static final String BODY = "${body-sha256}";

  private final JsonNode options;
  private final String keyId;
  private final KeyedHash key;
  private final String content;
  private final InstantSource clock;

  private HmacHeaders(JsonNode options, String keyId, KeyedHash key, InstantSource clock) {
    this.options = options;
    this.keyId = keyId;
    this.key = key;
    this.content = options.path("content").asText("${method}\n${path}\n${query}\n${timestamp}");
    this.clock = clock;
  }

  static HmacHeaders of(JsonNode options, UnaryOperator<String> secrets, InstantSource clock) {
    byte[] secret = secrets.apply(options.path("secret").asText()).getBytes(StandardCharsets.UTF_8);
    return new HmacHeaders(
        options,
        secrets.apply(options.path("key-id").asText()),
        new KeyedHash(options.path("algorithm").asText("HmacSHA256"), secret),
        clock);
  }

  @Override
  public void accept(Outgoing request, MultiMap headers) {
    Instant now = clock.instant();
    boolean millis = options.path("timestamp").asText("seconds").equals("milliseconds");
    String time = Long.toString(millis ? now.toEpochMilli() : now.getEpochSecond());
    String signed =
        content
            .replace("${method}", request.method())
            .replace("${path}", request.path())
            .replace("${query}", request.query())
            .replace("${timestamp}", time)
            .replace("${key-id}", keyId);
    if (signed.contains(BODY)) {
      signed = signed.replace(BODY, Hash.sha256(request.body()).hex());
    }
    byte[] hash = key.of(signed.getBytes(StandardCharsets.UTF_8));
    headers.set(options.path("key-header").asText("X-API-Key"), keyId);
    headers.set(options.path("timestamp-header").asText("X-Timestamp"), time);
    headers.set(options.path("signature-header").asText("X-Signature"), text(hash));
  }

  private String text(byte[] hash) {
    return options.path("encoding").asText("base64").equals("hex")
        ? HexFormat.of().formatHex(hash)
        : Base64.getEncoder().encodeToString(hash);
  }
}

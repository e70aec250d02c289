package io.shangda.hub.sandbox;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver checks before it looks at a push: {@code Content-Digest} (RFC 9530) and the
 * signature of Standard Webhooks, HMAC-SHA256 over id, time and body. One fitting signature of
 * several is enough, which is how keys are rotated.
 */
final class ContractSeal {
  private static final String PREFIX = "whsec_";
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final Clock clock;
  private final byte[] key;

  /**
   * @param secret {@code whsec_} and the key in Base64, or the key as text
   */
  ContractSeal(Clock clock, String secret) {
    this.clock = clock;
    this.key =
        secret.startsWith(PREFIX)
            ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
            : bytes(secret);
  }

  /** What is wrong with a request; null if nothing is. */
  @Nullable String broken(MultiMap headers, byte[] body) {
    String digest = headers.get("Content-Digest");
    if (digest == null || !digest.contains("sha-256=:" + base64(sha256(body)) + ":")) {
      return "Content-Digest 与请求体不符";
    }
    return unsigned(headers, body);
  }

  /** What is wrong with the signature; null if nothing is. A question has no digest. */
  @Nullable String unsigned(MultiMap headers, byte[] body) {
    String id = headers.get("webhook-id");
    String timestamp = headers.get("webhook-timestamp");
    String signatures = headers.get("webhook-signature");
    if (id == null || signatures == null || timestamp == null || !timestamp.matches("\\d{1,12}")) {
      return "缺少签名";
    }
    Duration age =
        Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant());
    if (age.abs().compareTo(TOLERANCE) > 0) {
      return "签名已过期";
    }
    String expected = "v1," + base64(hmac(id + "." + timestamp + ".", body));
    for (String signature : signatures.split(" ", -1)) {
      if (MessageDigest.isEqual(bytes(expected), bytes(signature))) {
        return null;
      }
    }
    return "签名校验失败";
  }

  private byte[] hmac(String head, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(bytes(head));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}

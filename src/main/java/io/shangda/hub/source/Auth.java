package io.shangda.hub.source;

import io.shangda.hub.record.KnownSecrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How the hub proves to a source who it is: headers for a request, made anew for each. */
sealed interface Auth {

  /**
   * What a proof may depend on.
   *
   * @param path as sent
   * @param query as sent, without the question mark; may be empty
   * @param millis since 1970
   */
  record Request(String method, String path, String query, long millis) {}

  Map<String, String> headers(Request request, UnaryOperator<String> secrets);

  static Auth of(OptionValues auth) {
    String kind = auth.text("kind", "none");
    return switch (kind) {
      case "none" -> new None();
      case "basic" -> new Basic(auth.required("user"), auth.required("password"));
      case "bearer" -> new Token("Authorization", "Bearer ", auth.required("token"));
      case "header" -> new Token(auth.required("name"), "", auth.required("token"));
      case "hmac" -> Hmac.of(auth);
      default ->
          throw new IllegalArgumentException(
              "'options.auth.kind' is '"
                  + kind
                  + "'; expected none, basic, bearer, header or hmac");
    };
  }

  record None() implements Auth {
    @Override
    public Map<String, String> headers(Request request, UnaryOperator<String> secrets) {
      return Map.of();
    }
  }

  /** RFC 7617. */
  record Basic(String user, String password) implements Auth {
    @Override
    public Map<String, String> headers(Request request, UnaryOperator<String> secrets) {
      String pair = secrets.apply(user) + ":" + secrets.apply(password);
      String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
      KnownSecrets.ofThisProcess().note(encoded);
      return Map.of("Authorization", "Basic " + encoded);
    }
  }

  record Token(String header, String prefix, String token) implements Auth {
    @Override
    public Map<String, String> headers(Request request, UnaryOperator<String> secrets) {
      return Map.of(header, prefix + secrets.apply(token));
    }
  }

  /**
   * Key id, time and a keyed hash in three headers.
   *
   * @param content template of what is signed
   */
  record Hmac(
      String keyId,
      String secret,
      String algorithm,
      boolean hex,
      String content,
      boolean milliseconds,
      HeaderNames names)
      implements Auth {

    record HeaderNames(String key, String timestamp, String signature) {}

    static Hmac of(OptionValues auth) {
      return new Hmac(
          auth.required("key-id"),
          auth.required("secret"),
          auth.text("algorithm", "HmacSHA256"),
          auth.text("encoding", "base64").equals("hex"),
          auth.text("content", "${method}\n${path}\n${query}\n${timestamp}"),
          auth.text("timestamp", "seconds").equals("milliseconds"),
          new HeaderNames(
              auth.text("key-header", "X-API-Key"),
              auth.text("timestamp-header", "X-Timestamp"),
              auth.text("signature-header", "X-Signature")));
    }

    @Override
    public Map<String, String> headers(Request request, UnaryOperator<String> secrets) {
      String time = Long.toString(milliseconds ? request.millis() : request.millis() / 1000);
      String key = secrets.apply(keyId);
      String signed =
          content
              .replace("${method}", request.method())
              .replace("${path}", request.path())
              .replace("${query}", request.query())
              .replace("${timestamp}", time)
              .replace("${key-id}", key)
              .replace("${body-sha256}", emptyBody());
      return Map.of(
          names.key(), key, names.timestamp(), time, names.signature(), sign(signed, secrets));
    }

    private String sign(String text, UnaryOperator<String> secrets) {
      try {
        Mac mac = Mac.getInstance(algorithm);
        byte[] key = secrets.apply(secret).getBytes(StandardCharsets.UTF_8);
        mac.init(new SecretKeySpec(key, algorithm));
        byte[] hash = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        return hex ? HexFormat.of().formatHex(hash) : Base64.getEncoder().encodeToString(hash);
      } catch (GeneralSecurityException e) {
        throw new IllegalArgumentException(
            "'options.auth.algorithm' is '" + algorithm + "', which this Java does not have", e);
      }
    }

    private static String emptyBody() {
      try {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }
}

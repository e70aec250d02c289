package io.shangda.hub.record;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A digest that says by which algorithm it was made, {@code sha256:<hex>}, so that a second
 * algorithm (SM3) can stand beside the first without a guess.
 */
public record Hash(String text) {
  private static final ThreadLocal<MessageDigest> SHA256 =
      ThreadLocal.withInitial(
          () -> {
            try {
              return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
              throw new IllegalStateException("every Java platform has SHA-256", e);
            }
          });

  public Hash {
    if (text.indexOf(':') < 1) {
      throw new IllegalArgumentException("'" + text + "' is no hash: expected <algorithm>:<hex>");
    }
  }

  public static Hash sha256(byte[] content) {
    return new Hash("sha256:" + HexFormat.of().formatHex(SHA256.get().digest(content)));
  }

  public static Hash sha256(String content) {
    return sha256(content.getBytes(StandardCharsets.UTF_8));
  }

  /** The digest without the algorithm's name. */
  public String hex() {
    return text.substring(text.indexOf(':') + 1);
  }

  @Override
  public String toString() {
    return text;
  }
}

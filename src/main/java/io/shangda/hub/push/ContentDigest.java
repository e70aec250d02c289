package io.shangda.hub.push;

import io.vertx.core.MultiMap;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.BiConsumer;

/** Content-Digest of the body with SHA-256 (RFC 9530, section 2). */
final class ContentDigest implements BiConsumer<Outgoing, MultiMap> {
  private final MessageDigest sha256;

  ContentDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void accept(Outgoing request, MultiMap headers) {
    String digest = Base64.getEncoder().encodeToString(sha256.digest(request.body()));
    headers.set("Content-Digest", "sha-256=:" + digest + ":");
  }
}

package io.shangda.hub.audit.seal;

import java.security.GeneralSecurityException;

/** Keys for tests elsewhere, in memory only. */
public final class SealKeys {
  private SealKeys() {}

  public static SealKey make() {
    try {
      SealAlgorithm algorithm = new Ed25519();
      return new SealKey(algorithm, algorithm.make());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static byte[] publicKey(SealKey key) {
    return key.publicKey();
  }

  public static byte[] sign(SealKey key, byte[] text) {
    return key.sign(text);
  }
}

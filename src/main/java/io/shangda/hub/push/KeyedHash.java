package io.shangda.hub.push;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A keyed hash with its key; used by one thread at a time. */
final class KeyedHash {
  private final Mac mac;

  /**
   * @param algorithm such as {@code HmacSHA256}
   * @throws IllegalArgumentException if the platform does not know it, or the key is empty
   */
  KeyedHash(String algorithm, byte[] key) {
    try {
      mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no keyed hash " + algorithm + " with this key", e);
    }
  }

  /** The hash over the parts, one after the other. */
  byte[] of(byte[]... parts) {
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }
}

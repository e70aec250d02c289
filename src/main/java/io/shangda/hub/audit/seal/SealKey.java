package io.shangda.hub.audit.seal;

import io.shangda.hub.record.Hash;
import java.security.GeneralSecurityException;
import java.security.KeyPair;

/**
 * The key a node seals with. Its id is the hash of its public half, so that whoever has the public
 * half can tell whose seal it is.
 */
public final class SealKey {
  private final SealAlgorithm algorithm;
  private final KeyPair key;
  private final Hash id;

  SealKey(SealAlgorithm algorithm, KeyPair key) {
    this.algorithm = algorithm;
    this.key = key;
    this.id = Hash.sha256(key.getPublic().getEncoded());
  }

  public Hash id() {
    return id;
  }

  String algorithm() {
    return algorithm.name();
  }

  /** SubjectPublicKeyInfo, DER. */
  byte[] publicKey() {
    return key.getPublic().getEncoded();
  }

  byte[] sign(byte[] text) {
    try {
      return algorithm.sign(key, text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The key " + id + " signed before and does not now", e);
    }
  }
}

package io.shangda.hub.audit.seal;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Optional;

/** How seals are signed. A second one (SM2 with SM3, say) stands beside the first by its name. */
public interface SealAlgorithm {

  /** The one of this name, if the hub knows it. */
  static Optional<SealAlgorithm> named(String name) {
    return name.equals(Ed25519.NAME) ? Optional.of(new Ed25519()) : Optional.empty();
  }

  /** As every seal names it, in lower case. */
  String name();

  /** A new key. */
  KeyPair make() throws GeneralSecurityException;

  /**
   * Both halves of a key.
   *
   * @param privateKey PKCS#8, DER
   */
  KeyPair read(byte[] privateKey) throws GeneralSecurityException;

  byte[] sign(KeyPair key, byte[] text) throws GeneralSecurityException;

  /**
   * @param publicKey SubjectPublicKeyInfo, DER
   * @throws GeneralSecurityException if that is no public key of this algorithm
   */
  boolean fits(byte[] publicKey, byte[] text, byte[] signature) throws GeneralSecurityException;
}

package io.shangda.hub.audit.seal;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** Ed25519 (RFC 8032, keys as in RFC 8410), which every Java since 15 and every openssl has. */
final class Ed25519 implements SealAlgorithm {
  static final String NAME = "ed25519";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public KeyPair make() throws GeneralSecurityException {
    return KeyPairGenerator.getInstance(NAME).generateKeyPair();
  }

  /** The file holds the private half only, as openssl writes it; the public one follows from it. */
  @Override
  public KeyPair read(byte[] privateKey) throws GeneralSecurityException {
    EdECPrivateKey half =
        (EdECPrivateKey)
            KeyFactory.getInstance(NAME).generatePrivate(new PKCS8EncodedKeySpec(privateKey));
    byte[] seed =
        half.getBytes().orElseThrow(() -> new InvalidKeySpecException("the key has no bytes"));
    KeyPairGenerator generator = KeyPairGenerator.getInstance(NAME);
    generator.initialize(NamedParameterSpec.ED25519, new Given(seed));
    KeyPair key = generator.generateKeyPair();
    byte[] probe = {1};
    if (!fits(
        key.getPublic().getEncoded(), probe, sign(new KeyPair(key.getPublic(), half), probe))) {
      throw new InvalidKeySpecException("this Java does not derive the public half of the key");
    }
    return key;
  }

  @Override
  public byte[] sign(KeyPair key, byte[] text) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(NAME);
    signature.initSign(key.getPrivate());
    signature.update(text);
    return signature.sign();
  }

  @Override
  public boolean fits(byte[] publicKey, byte[] text, byte[] signature)
      throws GeneralSecurityException {
    Signature check = Signature.getInstance(NAME);
    check.initVerify(
        KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(publicKey)));
    check.update(text);
    try {
      return check.verify(signature);
    } catch (SignatureException e) {
      return false; // of a wrong length, say
    }
  }

  /** Gives the bytes of a key there is already where a generator asks for random ones. */
  private static final class Given extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] seed;

    Given(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}

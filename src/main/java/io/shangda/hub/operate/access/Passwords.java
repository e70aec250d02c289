package io.shangda.hub.operate.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Passwords as they are stored: {@code pbkdf2-sha512:<iterations>:<salt>:<hash>} (PBKDF2, RFC 8018;
 * 210,000 iterations as OWASP advises for HMAC-SHA-512). The algorithm's name stands in the text,
 * so that another one can follow while old texts still verify.
 */
final class Passwords {
  private static final String ALGORITHM = "pbkdf2-sha512";
  private static final int ITERATIONS = 210_000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  /** The shortest password that is taken through the API. */
  static final int MIN_LENGTH = 10;

  static final int MAX_LENGTH = 200;

  private final SecureRandom random = new SecureRandom();

  /** A new text for a password; two texts for the same password differ. */
  String store(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    Base64.Encoder text = Base64.getEncoder().withoutPadding();
    return String.join(
        ":",
        ALGORITHM,
        Integer.toString(ITERATIONS),
        text.encodeToString(salt),
        text.encodeToString(derive(password, salt, ITERATIONS)));
  }

  /**
   * @throws IllegalStateException if the stored text was made by an algorithm the hub does not know
   */
  boolean matches(String stored, String password) {
    String[] parts = stored.split(":", -1);
    if (parts.length != 4 || !parts[0].equals(ALGORITHM)) {
      throw new IllegalStateException(
          "A stored password begins with '" + parts[0] + "'; the hub knows " + ALGORITHM);
    }
    if (password.length() > MAX_LENGTH) {
      return false;
    }
    byte[] salt = Base64.getDecoder().decode(parts[2]);
    byte[] expected = Base64.getDecoder().decode(parts[3]);
    return MessageDigest.isEqual(expected, derive(password, salt, Integer.parseInt(parts[1])));
  }

  /**
   * @throws IllegalArgumentException if a password is too short, too long, or guessed first
   */
  static void requireGood(String user, String password) {
    fault(user, password)
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException(fault);
            });
  }

  /** What is wrong with a password; empty if nothing is. */
  static Optional<String> fault(String user, String password) {
    int length = password.strip().codePointCount(0, password.strip().length());
    if (length < MIN_LENGTH || password.length() > MAX_LENGTH) {
      return Optional.of(
          "A password has "
              + MIN_LENGTH
              + " to "
              + MAX_LENGTH
              + " characters, blanks around it not counted");
    }
    return WeakPasswords.fault(user, password);
  }

  /** A password nobody chose: 24 characters from 62, 143 bits. */
  String random() {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < 24; i++) {
      password.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return password.toString();
  }

  private static byte[] derive(String password, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BYTES * 8);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has PBKDF2WithHmacSHA512", e);
    } finally {
      spec.clearPassword();
    }
  }
}

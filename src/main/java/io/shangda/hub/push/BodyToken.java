package io.shangda.hub.push;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proof of origin inside the body, as older platforms want it: the time of sending
 * (yyyyMMddHHmmss), encrypted with a shared secret, in Base64. The envelope mapping is given {@link
 * #PLACE} as {@code token}; what it puts there is exchanged at each send, since such a token
 * expires. A cipher of this age proves little; it is what those platforms ask for, and the
 * transport must protect the rest.
 */
final class BodyToken {
  /** Stands in a rendered body where the token will be. */
  static final String PLACE = "{shangda-token-at-send}";

  private static final byte[] PLACE_BYTES = PLACE.getBytes(StandardCharsets.US_ASCII);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
  private static final int DES_KEY = 8;

  private final byte[] token;

  private BodyToken(byte[] token) {
    this.token = token;
  }

  /**
   * A token of this moment.
   *
   * @param options the cipher, {@code algorithm} (DES or AES, in ECB mode with PKCS5 padding;
   *     default DES), and the reference to its key, of which DES uses the first eight bytes
   */
  static BodyToken of(
      JsonNode options, UnaryOperator<String> secrets, InstantSource clock, ZoneId zone) {
    String algorithm = options.path("algorithm").asText("DES");
    byte[] secret = secrets.apply(options.path("secret").asText()).getBytes(StandardCharsets.UTF_8);
    byte[] key =
        algorithm.equals("DES") && secret.length > DES_KEY
            ? Arrays.copyOf(secret, DES_KEY)
            : secret;
    byte[] time = TIME.format(clock.instant().atZone(zone)).getBytes(StandardCharsets.US_ASCII);
    try {
      Cipher cipher = Cipher.getInstance(algorithm + "/ECB/PKCS5Padding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, algorithm));
      return new BodyToken(Base64.getEncoder().encode(cipher.doFinal(time)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the secret of 'token' is no " + algorithm + " key", e);
    }
  }

  /** The body with the token in its place; the body itself if it has no such place. */
  byte[] into(byte[] body) {
    for (int at = 0; at + PLACE_BYTES.length <= body.length; at++) {
      if (body[at] == PLACE_BYTES[0]
          && Arrays.equals(body, at, at + PLACE_BYTES.length, PLACE_BYTES, 0, PLACE_BYTES.length)) {
        int rest = at + PLACE_BYTES.length;
        byte[] filled = new byte[body.length - PLACE_BYTES.length + token.length];
        System.arraycopy(body, 0, filled, 0, at);
        System.arraycopy(token, 0, filled, at, token.length);
        System.arraycopy(body, rest, filled, at + token.length, body.length - rest);
        return filled;
      }
    }
    return body;
  }
}

package io.shangda.hub.push;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.record.Hash;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proof of origin inside the body, as older platforms want it: the time of sending
 * (yyyyMMddHHmmss), encrypted with a shared secret, in Base64. The envelope mapping is given a
 * place for it as {@code token}; what it puts there is exchanged at each send, since such a token
 * expires. The place is named by what the body carries, so that no record can hold its name. A
 * cipher of this age proves little; it is what those platforms ask for, and the transport must
 * protect the rest.
 */
final class BodyToken {
  private static final int NAME = 16;
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

  /** Stands in a rendered body where the token will be: the same at each rendering. */
  static String place(List<Delivery> carried) {
    String keys = carried.stream().map(d -> d.key().text()).collect(Collectors.joining("\n"));
    return "{shangda-token-at-send:" + Hash.sha256(keys).hex().substring(0, NAME) + "}";
  }

  /**
   * The body with the token in its places; the body itself if it has none.
   *
   * @param carried deliveries that the body was rendered from
   */
  byte[] into(byte[] body, List<Delivery> carried) {
    byte[] place = place(carried).getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream filled = new ByteArrayOutputStream(body.length);
    int copied = 0;
    for (int at = 0; at + place.length <= body.length; at++) {
      if (body[at] == place[0]
          && Arrays.equals(body, at, at + place.length, place, 0, place.length)) {
        filled.write(body, copied, at - copied);
        filled.writeBytes(token);
        copied = at + place.length;
        at = copied - 1;
      }
    }
    if (copied == 0) {
      return body;
    }
    filled.write(body, copied, body.length - copied);
    return filled.toByteArray();
  }
}

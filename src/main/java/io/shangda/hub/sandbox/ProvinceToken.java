package io.shangda.hub.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The province platform's proof of origin: the time of sending (yyyyMMddHHmmss), encrypted with the
 * secret of the reporting system, in Base64. DES is what the platform's age dictates; the sandbox
 * copies it so that the hub is tried against it.
 */
final class ProvinceToken {
  private static final Duration TOLERANCE = Duration.ofHours(12);
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
  private static final int TIME_LENGTH = 14;
  private static final int KEY_LENGTH = 8;

  private final SecretKeySpec key;
  private final Clock clock;

  /**
   * @param secret at least eight characters; the cipher takes the first eight
   */
  ProvinceToken(String secret, Clock clock) {
    this.key =
        new SecretKeySpec(
            secret.substring(0, KEY_LENGTH).getBytes(StandardCharsets.US_ASCII), "DES");
    this.clock = clock;
  }

  /** What a reporting system sends now. */
  String make() {
    return Base64.getEncoder()
        .encodeToString(
            crypt(
                Cipher.ENCRYPT_MODE,
                LocalDateTime.ofInstant(clock.instant(), ZONE)
                    .format(TIME)
                    .getBytes(StandardCharsets.US_ASCII)));
  }

  /** The platform's own text; null if the token is good. */
  @Nullable String refusal(String token) {
    String plain;
    try {
      plain =
          new String(
              crypt(Cipher.DECRYPT_MODE, Base64.getDecoder().decode(token)),
              StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException e) {
      return "不正确的数据。";
    }
    try {
      String time = plain.substring(Math.max(0, plain.length() - TIME_LENGTH));
      Duration off =
          Duration.between(
              LocalDateTime.parse(time, TIME).atZone(ZONE).toInstant(), clock.instant());
      return off.abs().compareTo(TOLERANCE) > 0 ? "TOKEN过期" : null;
    } catch (DateTimeException e) {
      return "不正确的数据。";
    }
  }

  private byte[] crypt(int mode, byte[] data) {
    try {
      Cipher cipher = Cipher.getInstance("DES/ECB/PKCS5Padding");
      cipher.init(mode, key);
      return cipher.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no token of this key", e);
    }
  }
}

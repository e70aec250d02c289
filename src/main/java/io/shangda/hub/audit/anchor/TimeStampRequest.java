package io.shangda.hub.audit.anchor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Asks for a time stamp and reads the answer (RFC 3161, sections 2.4.1 and 2.4.2): the few bytes of
 * DER that this takes. Whether the service's signature is good is checked by who has its
 * certificate: {@code openssl ts -verify}.
 */
final class TimeStampRequest {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int OCTETS = 0x04;
  private static final byte[] SHA256 = {
    0x30, 0x0d, 0x06, 0x09, 0x60, (byte) 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00
  };
  private static final byte[] VERSION_1 = {INTEGER, 1, 1};
  private static final byte[] WITH_CERTIFICATE = {0x01, 0x01, (byte) 0xff};

  private final byte[] digest;
  private final byte[] nonce;

  /**
   * @param digest SHA-256 of what is stamped
   * @param nonce random bytes, by which the answer is told from an older one
   */
  TimeStampRequest(byte[] digest, byte[] nonce) {
    this.digest = digest.clone();
    this.nonce = nonce.clone();
    this.nonce[0] = (byte) (nonce[0] & 0x3f | 0x40); // positive and without a leading zero
  }

  byte[] bytes() {
    byte[] imprint = part(SEQUENCE, SHA256, part(OCTETS, digest));
    return part(SEQUENCE, VERSION_1, imprint, part(INTEGER, nonce), WITH_CERTIFICATE);
  }

  /**
   * The token of an answer, Base64.
   *
   * @throws IOException if the service granted none, or one of something else
   */
  String token(byte[] answer) throws IOException {
    int[] outer = content(answer, 0, SEQUENCE);
    int[] info = content(answer, outer[0], SEQUENCE);
    int[] status = content(answer, info[0], INTEGER);
    int granted = answer[status[0]];
    if (granted > 1) {
      throw new IOException("the time-stamping service refused with status " + granted);
    }
    byte[] token = Arrays.copyOfRange(answer, info[1], outer[1]);
    if (!contains(token, digest) || !contains(token, nonce)) {
      throw new IOException("the time-stamping service answered with a stamp of something else");
    }
    return Base64.getEncoder().encodeToString(token);
  }

  private static byte[] part(int tag, byte[]... contents) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] one : contents) {
      content.writeBytes(one);
    }
    byte[] header = {(byte) tag, (byte) content.size()}; // under 128 bytes in all
    byte[] part = Arrays.copyOf(header, header.length + content.size());
    System.arraycopy(content.toByteArray(), 0, part, header.length, content.size());
    return part;
  }

  /** Begin and end of the content of the part at a place. */
  private static int[] content(byte[] der, int at, int tag) throws IOException {
    try {
      if (der[at] != tag) {
        throw new IOException("the answer is no time stamp");
      }
      int length = der[at + 1] & 0xff;
      int begin = at + 2;
      if (length > 0x80) {
        int bytes = length - 0x80;
        length = 0;
        for (int i = 0; i < bytes; i++) {
          length = length << 8 | der[begin++] & 0xff;
        }
      }
      if (length < 0 || begin + length > der.length) {
        throw new IOException("the answer is cut off");
      }
      return new int[] {begin, begin + length};
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new IOException("the answer is cut off", e);
    }
  }

  private static boolean contains(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }
}

package io.shangda.hub.push;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Undoes the {@code Content-Encoding} of an answer (RFC 9110, section 8.4). The hub asks for none,
 * but a gateway that compresses all the same must not have its answers called unknown for ever.
 */
final class ContentCoding {
  private static final int ZLIB_METHOD = 8;
  private static final int ZLIB_CHECK = 31;

  private ContentCoding() {}

  /** The body cannot be had; its message is the operator's. */
  static final class Undecodable extends IOException {
    private static final long serialVersionUID = 1L;

    Undecodable(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /**
   * The body without its coding.
   *
   * @param coding as the header says; empty if there is none. What is no coding ({@code none},
   *     {@code UTF-8}, as some platforms send) is taken for none
   * @param most bytes of the result
   */
  static byte[] decode(String coding, byte[] body, int most) throws Undecodable {
    byte[] decoded = body;
    String[] codings = coding.toLowerCase(Locale.ROOT).split(",");
    if (codings.length > 2) {
      throw new Undecodable("the answer is encoded " + codings.length + " times");
    }
    for (int i = codings.length - 1; i >= 0; i--) {
      decoded = one(codings[i].strip(), decoded, most);
    }
    return decoded;
  }

  private static byte[] one(String coding, byte[] body, int most) throws Undecodable {
    if (body.length == 0) {
      return body;
    }
    return switch (coding) {
      case "gzip", "x-gzip", "deflate" -> inflated(coding, body, most);
      case "br", "zstd", "compress", "x-compress", "dcb", "dcz" ->
          throw new Undecodable(
              "the answer is encoded as '"
                  + coding
                  + "', which the hub did not ask for and cannot read");
      default -> body;
    };
  }

  private static byte[] inflated(String coding, byte[] body, int most) throws Undecodable {
    byte[] plain;
    try (InputStream in = stream(coding, body)) {
      plain = in.readNBytes(most + 1);
    } catch (IOException e) {
      throw new Undecodable("the answer says that it is " + coding + ", which it is not");
    }
    if (plain.length > most) {
      throw new Undecodable("the answer is longer than " + most + " bytes, decompressed");
    }
    return plain;
  }

  private static InputStream stream(String coding, byte[] body) throws IOException {
    InputStream in = new ByteArrayInputStream(body);
    if (!coding.equals("deflate")) {
      return new GZIPInputStream(in);
    }
    // many servers send the bare stream, without the frame that the standard asks for
    return isZlib(body)
        ? new InflaterInputStream(in)
        : new InflaterInputStream(in, new Inflater(true));
  }

  private static boolean isZlib(byte[] body) {
    return body.length > 1
        && (body[0] & 0x0f) == ZLIB_METHOD
        && ((body[0] & 0xff) << Byte.SIZE | body[1] & 0xff) % ZLIB_CHECK == 0;
  }
}

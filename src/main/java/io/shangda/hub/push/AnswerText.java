package io.shangda.hub.push;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an answer as text, in the character set they are in: as the document or its label
 * says, if they fit that; else UTF-8; else GB18030, which many platforms send without a word. An
 * answer that is only in another character set is as definite as any, and taken for none it would
 * be asked for again for ever.
 */
final class AnswerText {
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final Pattern LABEL =
      Pattern.compile("charset\\s*=\\s*[\"']?([^\"';\\s]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern DECLARED =
      Pattern.compile("^\\s*<\\?xml[^>]*?encoding\\s*=\\s*[\"']([A-Za-z0-9._:-]+)");
  private static final int DECLARATION = 200;
  private static final int CHUNK = 8192;

  /** Characters of three bytes in well-formed UTF-8 that GBK bytes do not make by chance. */
  private static final int SURELY = 4;

  private AnswerText() {}

  /** Bytes that the charset cannot read are shown as U+FFFD. */
  static String of(byte[] body, String type) {
    String text = new String(body, charset(body, type));
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /**
   * @param type the answer's {@code Content-Type}; empty if it has none
   */
  static Charset charset(byte[] body, String type) {
    if (isWide(body)) {
      return StandardCharsets.UTF_16; // by its mark, else the high byte first
    }
    Charset said = said(body, type);
    if (fits(body, StandardCharsets.UTF_8) && (!GB18030.equals(said) || isSurelyUtf8(body))) {
      return StandardCharsets.UTF_8; // whatever was said
    }
    return Stream.of(said, StandardCharsets.UTF_8, GB18030)
        .flatMap(Stream::ofNullable)
        .filter(charset -> fits(body, charset))
        .findFirst()
        .orElse(StandardCharsets.UTF_8);
  }

  /** Whether every byte can be read so; looked at without a copy of them. */
  static boolean fits(byte[] body, Charset charset) {
    CharsetDecoder decoder = charset.newDecoder(); // reports what is malformed
    ByteBuffer in = ByteBuffer.wrap(body);
    CharBuffer out = CharBuffer.allocate(CHUNK);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isOverflow()) {
      out.clear();
      result = decoder.decode(in, out, true);
    }
    return result.isUnderflow();
  }

  /** UTF-16 and UTF-32 have empty bytes or a mark of their own at their begin, text has not. */
  static boolean isWide(byte[] body) {
    boolean marked =
        body.length > 1
            && ((body[0] & 0xFF) == 0xFE && (body[1] & 0xFF) == 0xFF
                || (body[0] & 0xFF) == 0xFF && (body[1] & 0xFF) == 0xFE);
    return marked || body.length > 1 && (body[0] == 0 || body[1] == 0);
  }

  private static boolean isSurelyUtf8(byte[] body) {
    int three = 0;
    for (byte b : body) {
      three += (b & 0xF0) == 0xE0 ? 1 : 0;
    }
    return three >= SURELY;
  }

  /** What the document says of itself, else its label; null if neither is known. */
  private static @Nullable Charset said(byte[] body, String type) {
    String begin =
        new String(body, 0, Math.min(body.length, DECLARATION), StandardCharsets.ISO_8859_1);
    Charset declared = named(DECLARED.matcher(begin));
    return declared == null ? named(LABEL.matcher(type)) : declared;
  }

  /** GBK and GB2312 are named by those who send what only GB18030 has. */
  private static @Nullable Charset named(Matcher name) {
    try {
      Charset charset = name.find() ? Charset.forName(name.group(1)) : null;
      boolean gb =
          charset != null
              && (charset.name().startsWith("GB") || charset.name().equals("x-mswin-936"));
      return gb ? GB18030 : charset;
    } catch (IllegalArgumentException e) { // a name that Java does not know
      return null;
    }
  }
}

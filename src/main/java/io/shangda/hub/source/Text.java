package io.shangda.hub.source;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes read as text, with the places where they were none.
 *
 * @param chars without byte order mark; U+FFFD stands where a byte could not be read
 * @param damages in the order of the text
 */
record Text(String chars, Charset charset, List<Damage> damages) {
  private static final Charset GB18030 = CharsetGuess.GB18030;

  /**
   * A byte that is no text.
   *
   * @param at index in {@code chars}
   * @param byteAt its position in what was received, from 0
   */
  record Damage(int at, long byteAt) {}

  /**
   * @param charset as configured; null tries UTF-8, UTF-16, then Big5 and GB18030 (which contains
   *     GBK and GB 2312)
   */
  static Text of(byte[] content, @Nullable Charset charset) {
    Charset marked = byteOrderMark(content);
    if (marked != null) {
      return decode(content, marked.equals(StandardCharsets.UTF_8) ? 3 : 2, marked);
    }
    if (charset != null) {
      return isUtf8AfterAll(content, charset)
          ? decode(content, 0, StandardCharsets.UTF_8)
          : decode(content, 0, widest(charset));
    }
    Charset wide = CharsetGuess.withoutMark(content);
    if (wide != null) {
      return decode(content, 0, wide);
    }
    Text utf8 = decode(content, 0, StandardCharsets.UTF_8);
    if (utf8.count().isMostlyText()) {
      // one broken byte must not turn a whole page of good UTF-8 into well-formed nonsense
      return utf8;
    }
    if (CharsetGuess.isBig5(content)) {
      return decode(content, 0, Charset.forName("x-windows-950"));
    }
    Text gb18030 = decode(content, 0, GB18030);
    return gb18030.damages.size() < utf8.damages.size() ? gb18030 : utf8;
  }

  /** Read as this and nothing else, but for a byte order mark: the whole of it decided before. */
  static Text exactly(byte[] content, Charset charset) {
    Charset marked = byteOrderMark(content);
    return marked == null
        ? decode(content, 0, charset)
        : decode(content, marked.equals(StandardCharsets.UTF_8) ? 3 : 2, marked);
  }

  /** How many bytes of the content make the first so many characters of its text. */
  static int bytes(byte[] content, Charset charset, int chars) {
    Charset marked = byteOrderMark(content);
    int from = marked == null ? 0 : marked.equals(StandardCharsets.UTF_8) ? 3 : 2;
    CharsetDecoder decoder = decoder(marked == null ? charset : marked);
    ByteBuffer in = ByteBuffer.wrap(content, from, content.length - from);
    CharBuffer out = CharBuffer.allocate(chars);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isError() && out.hasRemaining()) {
      in.position(Math.min(in.limit(), in.position() + result.length()));
      out.put('\uFFFD');
      result = decoder.decode(in, out, true);
    }
    return in.position();
  }

  /**
   * True if the bytes are said to be of the GB family and are UTF-8 beyond doubt. Read as they are
   * called they would be well-formed nonsense. Characters of two bytes prove nothing: the GBK of 联通
   * is valid UTF-8 too.
   */
  static boolean isUtf8AfterAll(byte[] content, @Nullable Charset charset) {
    if (charset == null || !widest(charset).equals(GB18030) || byteOrderMark(content) != null) {
      return false;
    }
    Text utf8 = decode(content, 0, StandardCharsets.UTF_8);
    return utf8.count().isSurelyText();
  }

  /** The first damage in a part of the text; null if it has none. */
  @Nullable Damage damage(int from, int to) {
    int low = 0;
    int high = damages.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (damages.get(middle).at < from) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < damages.size() && damages.get(low).at < to ? damages.get(low) : null;
  }

  /** Sources say GBK or GB2312 and send characters that only GB18030 has. */
  static Charset widest(Charset charset) {
    return charset.name().startsWith("GB") || charset.name().equals("x-mswin-936")
        ? GB18030
        : charset;
  }

  static @Nullable Charset byteOrderMark(byte[] content) {
    int first = content.length > 1 ? (content[0] & 0xFF) << 8 | content[1] & 0xFF : 0;
    return switch (first) {
      case 0xFEFF -> StandardCharsets.UTF_16BE;
      case 0xFFFE -> StandardCharsets.UTF_16LE;
      case 0xEFBB ->
          content.length > 2 && (content[2] & 0xFF) == 0xBF ? StandardCharsets.UTF_8 : null;
      default -> null;
    };
  }

  private CharsetGuess.Count count() {
    long beyond = chars.chars().filter(c -> c > 0x7F && c != 0xFFFD).count();
    long han = chars.chars().filter(c -> c >= 0x2E80 && c < 0xFB00).count();
    return new CharsetGuess.Count(damages.size(), beyond, han);
  }

  static CharsetDecoder decoder(Charset charset) {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  private static Text decode(byte[] content, int from, Charset charset) {
    CharsetDecoder decoder = decoder(charset);
    ByteBuffer in = ByteBuffer.wrap(content, from, content.length - from);
    CharBuffer out =
        CharBuffer.allocate(
            (int) ((content.length - from) * (double) decoder.maxCharsPerByte()) + 2);
    List<Damage> damages = new ArrayList<>();
    CoderResult result = decoder.decode(in, out, true);
    while (result.isError()) {
      damages.add(new Damage(out.position(), in.position()));
      in.position(Math.min(in.limit(), in.position() + result.length()));
      out.put('\uFFFD');
      result = decoder.decode(in, out, true);
    }
    decoder.flush(out);
    return new Text(out.flip().toString(), charset, damages);
  }
}

package io.shangda.hub.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which character set a text is in, where nobody said or what was said is wrong. A long file is
 * judged by the whole of it, in one pass that keeps nothing: one broken byte in one of its pages
 * must not turn that page, or all behind it, into well-formed nonsense.
 */
final class CharsetGuess {
  static final Charset GB18030 = Charset.forName("GB18030");

  /** Of Windows, with the characters that offices have added; null on a runtime without it. */
  private static final @Nullable Charset BIG5 =
      Charset.isSupported("x-windows-950") ? Charset.forName("x-windows-950") : null;

  /**
   * More readable than unreadable bytes by this factor: the charset is right, the bytes are not.
   */
  static final int MOSTLY = 10;

  /** Han characters of well-formed UTF-8 that GBK bytes do not make by chance. */
  private static final int SURELY = 6;

  /** Bytes by which a form is judged that shows itself everywhere in a text. */
  private static final int SAMPLE = 64 << 10;

  /** Characters of two bytes below which a sample says nothing. */
  private static final int FEW = 20;

  private CharsetGuess() {}

  /**
   * How the bytes read in one character set.
   *
   * @param damages places that are no text
   * @param beyondAscii characters that tell character sets apart
   * @param han of these, the Chinese ones
   */
  record Count(long damages, long beyondAscii, long han) {
    boolean isMostlyText() {
      return damages == 0 || damages * MOSTLY <= beyondAscii;
    }

    boolean isSurelyText() {
      return damages == 0 && han >= SURELY && han * 2 >= beyondAscii;
    }
  }

  /**
   * @param configured null: nobody said
   */
  static Charset of(OpenFile file, @Nullable Charset configured) throws IOException {
    byte[] sample = file.read(0, SAMPLE);
    Charset marked = Text.byteOrderMark(sample);
    if (marked != null) {
      return marked;
    }
    boolean gb = configured != null && Text.widest(configured).equals(GB18030);
    if (configured != null && !gb) {
      return configured;
    }
    Count utf8 = count(file.from(0), StandardCharsets.UTF_8);
    if (gb) {
      return utf8.isSurelyText() ? StandardCharsets.UTF_8 : GB18030;
    }
    Charset wide = withoutMark(sample);
    if (wide != null || utf8.isMostlyText()) {
      return wide == null ? StandardCharsets.UTF_8 : wide;
    }
    if (isBig5(sample)) {
      return Charset.forName("x-windows-950");
    }
    return count(file.from(0), GB18030).damages() < utf8.damages()
        ? GB18030
        : StandardCharsets.UTF_8;
  }

  static Count count(InputStream in, Charset charset) throws IOException {
    CharsetDecoder decoder = Text.decoder(charset);
    ByteBuffer bytes = ByteBuffer.allocate(SAMPLE);
    CharBuffer chars = CharBuffer.allocate(SAMPLE);
    long damages = 0;
    long beyond = 0;
    long han = 0;
    boolean end = false;
    while (!end) {
      int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
      end = read < 0;
      bytes.position(bytes.position() + Math.max(read, 0)).flip();
      CoderResult result;
      do {
        result = decoder.decode(bytes, chars, end);
        chars.flip();
        while (chars.hasRemaining()) {
          char c = chars.get();
          beyond += c > 0x7F && c != 0xFFFD ? 1 : 0;
          han += c >= 0x2E80 && c < 0xFB00 ? 1 : 0;
        }
        chars.clear();
        if (result.isError()) {
          damages++;
          bytes.position(Math.min(bytes.limit(), bytes.position() + result.length()));
        }
      } while (!result.isUnderflow());
      bytes.compact();
    }
    return new Count(damages, beyond, han);
  }

  /**
   * UTF-16 without a byte order mark; null if it is not that. Its separators, digits and line ends
   * have an empty byte each, which no text in bytes has.
   */
  static @Nullable Charset withoutMark(byte[] content) {
    int sample = Math.min(content.length, SAMPLE) & ~1;
    int high = 0;
    int low = 0;
    for (int i = 0; i < sample; i += 2) {
      high += content[i] == 0 ? 1 : 0;
      low += content[i + 1] == 0 ? 1 : 0;
    }
    int few = Math.max(2, sample / 20);
    if (high <= few && low <= few) {
      return null;
    }
    return low > high * 10
        ? StandardCharsets.UTF_16LE
        : high > low * 10 ? StandardCharsets.UTF_16BE : null;
  }

  /**
   * True for the Big5 of traditional characters. As GB18030 it is well-formed nonsense; but a third
   * of its second bytes lie where GBK has only rare characters, and GBK uses first bytes that Big5
   * has not.
   */
  static boolean isBig5(byte[] content) {
    if (BIG5 == null) {
      return false;
    }
    int end = Math.min(content.length, SAMPLE);
    int all = 0;
    int low = 0;
    int at = 0;
    while (at + 1 < end) {
      int first = content[at] & 0xFF;
      if (first < 0x80) {
        at++;
        continue;
      }
      int second = content[at + 1] & 0xFF;
      if (first < 0xA1 || first > 0xF9) {
        return false;
      }
      all++;
      low += second < 0x7F ? 1 : 0;
      at += 2;
    }
    boolean plain = all >= FEW && low * 5 >= all;
    return plain && Text.exactly(Arrays.copyOf(content, at), BIG5).damages().isEmpty();
  }
}

package io.shangda.hub.source;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text as UTF-8 bytes, whatever it came in.
 *
 * @param charset it came in
 * @param damages as in {@link Text}, but {@code at} counts bytes of {@code bytes}
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are read, never compared
record Utf8(byte[] bytes, String charset, List<Text.Damage> damages) {
  private static final int CHUNK = 8192;

  static Utf8 of(byte[] content, @Nullable Charset charset) {
    if (isPlain(content, charset)) {
      return new Utf8(content, StandardCharsets.UTF_8.name(), List.of());
    }
    return of(Text.of(content, charset));
  }

  static Utf8 of(Text text) {
    int[] from = {0, 0};
    List<Text.Damage> damages =
        text.damages().stream()
            .map(
                damage -> {
                  from[1] += length(text.chars(), from[0], damage.at());
                  from[0] = damage.at();
                  return new Text.Damage(from[1], damage.byteAt());
                })
            .toList();
    return new Utf8(text.chars().getBytes(StandardCharsets.UTF_8), text.charset().name(), damages);
  }

  static boolean isUtf8(byte[] content) {
    return isPlain(content, null);
  }

  /** Most pages need no second form, which for a large one is many times its size. */
  private static boolean isPlain(byte[] content, @Nullable Charset charset) {
    boolean wanted = charset == null || charset.equals(StandardCharsets.UTF_8);
    boolean mayBeMarked = content.length > 0 && (content[0] & 0xFF) >= 0xEF;
    if (!wanted || mayBeMarked) {
      return false;
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports what is malformed
    ByteBuffer in = ByteBuffer.wrap(content);
    CharBuffer out = CharBuffer.allocate(CHUNK);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isOverflow()) {
      out.clear();
      result = decoder.decode(in, out, true);
    }
    return result.isUnderflow();
  }

  private static int length(String chars, int from, int to) {
    int length = 0;
    for (int i = from; i < to; i++) {
      char c = chars.charAt(i);
      length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return length;
  }
}

package io.shangda.hub.source;

import java.nio.charset.Charset;
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

  static Utf8 of(byte[] content, @Nullable Charset charset) {
    Text text = Text.of(content, charset);
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

  private static int length(String chars, int from, int to) {
    int length = 0;
    for (int i = from; i < to; i++) {
      char c = chars.charAt(i);
      length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return length;
  }
}

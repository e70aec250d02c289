package io.shangda.hub.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Files that are not UTF-8: a mapping or code table saved as GBK would send well-formed nonsense
 * upward.
 */
final class Encodings {
  private Encodings() {}

  static void check(ConfigFiles files, Mistakes mistakes) {
    files.byPath().forEach((path, content) -> check("config/" + path, content, mistakes));
  }

  /** A mistake at the line of the first byte that is no UTF-8; nothing for a good file. */
  static void check(String file, byte[] content, Mistakes mistakes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(content);
    CharBuffer out = CharBuffer.allocate(8192);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isOverflow()) {
      out.clear();
      result = decoder.decode(in, out, true);
    }
    if (result.isError()) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += content[i] == '\n' ? 1 : 0;
      }
      mistakes.add(
          new Place(file, line),
          "",
          "bytes that are not UTF-8",
          "UTF-8 (in Excel: save as 'CSV UTF-8'; in an editor: save with encoding UTF-8)");
    }
  }
}

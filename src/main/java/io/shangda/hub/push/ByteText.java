package io.shangda.hub.push;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * UTF-8 text in the making. Stored payloads are copied into it as bytes, so that what leaves is
 * what was checked, and no second parse is paid for.
 */
final class ByteText {
  private byte[] bytes;
  private int length;

  ByteText(int capacity) {
    bytes = new byte[Math.max(capacity, 64)];
  }

  ByteText raw(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
    return this;
  }

  ByteText raw(String more) {
    return raw(more.getBytes(StandardCharsets.UTF_8));
  }

  ByteText raw(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  /** Appends a JSON string, quotes included. */
  ByteText quoted(String text) {
    raw('"');
    if (plain(text)) {
      room(text.length());
      for (int i = 0; i < text.length(); i++) {
        bytes[length++] = (byte) text.charAt(i);
      }
    } else {
      raw(JsonStringEncoder.getInstance().quoteAsUTF8(text));
    }
    return raw('"');
  }

  byte[] bytes() {
    return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
  }

  private static boolean plain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}

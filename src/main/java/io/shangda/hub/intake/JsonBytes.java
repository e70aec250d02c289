package io.shangda.hub.intake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer of JSON in UTF-8, escaped no more than RFC 8259, section 7 demands. */
final class JsonBytes {
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  private byte[] buffer;
  private int length;

  JsonBytes(int capacity) {
    buffer = new byte[capacity];
  }

  byte[] toByteArray() {
    return Arrays.copyOf(buffer, length);
  }

  void put(char ascii) {
    ensure(1);
    buffer[length++] = (byte) ascii;
  }

  void raw(byte[] utf8) {
    run(utf8, 0, utf8.length);
  }

  /**
   * Copies what needs no escape in runs: nearly all of it. Half a character, which is no Unicode,
   * becomes a question mark.
   */
  void string(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    put('"');
    int from = 0;
    for (int i = 0; i < utf8.length; i++) {
      byte b = utf8[i];
      if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
        run(utf8, from, i);
        escape(b);
        from = i + 1;
      }
    }
    run(utf8, from, utf8.length);
    put('"');
  }

  private void run(byte[] utf8, int from, int to) {
    ensure(to - from);
    System.arraycopy(utf8, from, buffer, length, to - from);
    length += to - from;
  }

  private void escape(byte b) {
    put('\\');
    switch (b) {
      case '"', '\\' -> put((char) b);
      case '\b' -> put('b');
      case '\t' -> put('t');
      case '\n' -> put('n');
      case '\f' -> put('f');
      case '\r' -> put('r');
      default -> {
        ensure(5);
        buffer[length++] = 'u';
        buffer[length++] = '0';
        buffer[length++] = '0';
        buffer[length++] = HEX[b >> 4];
        buffer[length++] = HEX[b & 15];
      }
    }
  }

  private void ensure(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}

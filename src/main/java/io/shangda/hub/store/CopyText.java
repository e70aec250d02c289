package io.shangda.hub.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A growing buffer in COPY's text format: tab between values, backslash escapes, {@code \N} for
 * null.
 */
final class CopyText {
  private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

  private byte[] buffer;
  private int length;

  CopyText(int capacity) {
    buffer = new byte[Math.max(capacity, 1024)];
  }

  byte[] bytes() {
    return buffer;
  }

  int length() {
    return length;
  }

  void tab() {
    put((byte) '\t');
  }

  void newline() {
    put((byte) '\n');
  }

  void value(@Nullable Object value) {
    if (value == null) {
      put((byte) '\\');
      put((byte) 'N');
    } else if (value instanceof byte[] utf8) {
      escaped(utf8);
    } else if (value instanceof Boolean flag) {
      put((byte) (flag ? 't' : 'f'));
    } else {
      text(value.toString());
    }
  }

  private void text(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) >= 128) {
        escaped(value.getBytes(StandardCharsets.UTF_8));
        return;
      }
    }
    ensure(value.length() * 3);
    for (int i = 0; i < value.length(); i++) {
      escape((byte) value.charAt(i));
    }
  }

  private void escaped(byte[] utf8) {
    ensure(utf8.length * 3);
    for (byte b : utf8) {
      escape(b);
    }
  }

  /** The caller has made room for three bytes. */
  private void escape(byte b) {
    if (b > '\\' || b < 0 || (b >= ' ' && b < '\\')) {
      buffer[length++] = b;
      return;
    }
    switch (b) {
      case '\\' -> escape2('\\');
      case '\t' -> escape2('t');
      case '\n' -> escape2('n');
      case '\r' -> escape2('r');
      case 0 -> { // PostgreSQL has no NUL in text
        System.arraycopy(REPLACEMENT, 0, buffer, length, REPLACEMENT.length);
        length += REPLACEMENT.length;
      }
      default -> buffer[length++] = b;
    }
  }

  private void escape2(char letter) {
    buffer[length++] = '\\';
    buffer[length++] = (byte) letter;
  }

  private void put(byte b) {
    ensure(1);
    buffer[length++] = b;
  }

  private void ensure(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}

package io.shangda.hub.store;

import io.shangda.hub.record.ForeignText;
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

  void clear() {
    length = 0;
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
    escaped(ForeignText.storable(value).getBytes(StandardCharsets.UTF_8));
  }

  /** Copies what needs no escape in runs: nearly all of it. */
  private void escaped(byte[] utf8) {
    int from = 0;
    for (int i = 0; i < utf8.length; i++) {
      if (isSpecial(utf8[i])) {
        run(utf8, from, i);
        escape(utf8[i]);
        from = i + 1;
      }
    }
    run(utf8, from, utf8.length);
  }

  private static boolean isSpecial(byte b) {
    return b == '\\' || (b >= 0 && b < ' ');
  }

  private void run(byte[] utf8, int from, int to) {
    int more = to - from;
    ensure(more);
    System.arraycopy(utf8, from, buffer, length, more);
    length += more;
  }

  private void escape(byte b) {
    ensure(REPLACEMENT.length);
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

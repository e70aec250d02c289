package io.shangda.hub.push;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Text made fit for an HTTP header value. */
final class HeaderText {

  private HeaderText() {}

  /**
   * Visible ASCII stays as it is. Everything else is percent-encoded as UTF-8: a source key may be
   * Chinese, which no header can carry, and a line break in one would start a header of its own. So
   * is the percent sign, or two different keys would have one header.
   */
  static String safe(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!plain(text.charAt(i))) {
        return encoded(text);
      }
    }
    return text;
  }

  private static String encoded(String text) {
    StringBuilder safe = new StringBuilder(text.length() * 3);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (plain(c)) {
        safe.append(c);
      } else {
        safe.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return safe.toString();
  }

  private static boolean plain(char c) {
    return c > ' ' && c <= '~' && c != '%';
  }
}

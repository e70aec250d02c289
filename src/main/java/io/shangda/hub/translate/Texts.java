package io.shangda.hub.translate;

import java.util.Locale;

/** Cleaning of text as old systems send it. */
final class Texts {
  private Texts() {}

  /** Without blanks of any width, byte order marks and control characters around it. */
  static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && outside(text.charAt(from))) {
      from++;
    }
    while (from < to && outside(text.charAt(to - 1))) {
      to--;
    }
    return from == 0 && to == text.length() ? text : text.substring(from, to);
  }

  /** Stripped, and without what does not print: line feeds and tabs stay, CR LF becomes LF. */
  static String clean(String text) {
    String stripped = strip(text);
    int i = 0;
    while (i < stripped.length() && !invisible(stripped.charAt(i))) {
      i++;
    }
    if (i == stripped.length()) {
      return stripped;
    }
    StringBuilder clean = new StringBuilder(stripped.length()).append(stripped, 0, i);
    for (; i < stripped.length(); i++) {
      char c = stripped.charAt(i);
      if (!invisible(c)) {
        clean.append(c);
      } else if (c == '\r' && (i + 1 == stripped.length() || stripped.charAt(i + 1) != '\n')) {
        clean.append('\n');
      }
    }
    return clean.toString();
  }

  /** Full-width letters, digits and signs become ASCII; the ideographic blank becomes a blank. */
  static String narrow(String text) {
    int i = 0;
    while (i < text.length() && narrow(text.charAt(i)) == text.charAt(i)) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    char[] narrow = text.toCharArray();
    for (; i < narrow.length; i++) {
      narrow[i] = narrow(narrow[i]);
    }
    return new String(narrow);
  }

  static char narrow(char c) {
    if (c >= '！' && c <= '～') {
      return (char) (c - '！' + '!');
    }
    return c == '\u3000' ? ' ' : c;
  }

  /** As an identifier is compared: stripped, ASCII, capital letters. */
  static String identifier(String text) {
    String narrow = strip(narrow(text));
    for (int i = 0; i < narrow.length(); i++) {
      char c = narrow.charAt(i);
      if (c >= 'a' && c <= 'z') {
        return narrow.toUpperCase(Locale.ROOT);
      }
    }
    return narrow;
  }

  private static boolean outside(char c) {
    return c <= ' ' || (c >= 0x7F && (c <= 0xA0 || c == '\u3000' || zeroWidth(c)));
  }

  private static boolean invisible(char c) {
    return (c < ' ' && c != '\n' && c != '\t') || (c >= 0x7F && (c < 0xA0 || zeroWidth(c)));
  }

  private static boolean zeroWidth(char c) {
    return (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || c == 0xAD;
  }
}

package io.shangda.hub.screen;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A character written as HTML writes it: {@code &#23494;}, {@code &#x5BC6;}, {@code &nbsp;}.
 *
 * @param end just behind it
 */
record CharacterReference(int codePoint, int end) {
  private static final int LONGEST = 12;
  private static final Map<String, Integer> NAMED =
      Map.ofEntries(
          Map.entry("nbsp", 0xA0),
          Map.entry("ensp", 0x2002),
          Map.entry("emsp", 0x2003),
          Map.entry("thinsp", 0x2009),
          Map.entry("zwnj", 0x200C),
          Map.entry("zwj", 0x200D),
          Map.entry("shy", 0xAD),
          Map.entry("amp", (int) '&'),
          Map.entry("lt", (int) '<'),
          Map.entry("gt", (int) '>'),
          Map.entry("quot", (int) '"'),
          Map.entry("apos", (int) '\''),
          Map.entry("middot", 0xB7),
          Map.entry("bull", 0x2022),
          Map.entry("starf", (int) '★'),
          Map.entry("star", (int) '☆'));

  /** The reference that begins with the ampersand at a place; null if it is just an ampersand. */
  static @Nullable CharacterReference at(String text, int ampersand) {
    int end = ampersand + 1;
    int last = Math.min(text.length(), ampersand + LONGEST);
    while (end < last && isPart(text.charAt(end))) {
      end++;
    }
    int codePoint = codePoint(text.substring(ampersand + 1, end));
    if (codePoint < 0) {
      return null;
    }
    boolean closed = end < text.length() && text.charAt(end) == ';';
    return new CharacterReference(codePoint, closed ? end + 1 : end);
  }

  private static boolean isPart(char c) {
    return c == '#' || (c < 0x80 && Character.isLetterOrDigit(c));
  }

  private static int codePoint(String name) {
    if (!name.startsWith("#")) {
      return NAMED.getOrDefault(name, -1);
    }
    boolean hex = name.startsWith("#x") || name.startsWith("#X");
    try {
      int codePoint = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
      return Character.isValidCodePoint(codePoint) && codePoint > 0 ? codePoint : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}

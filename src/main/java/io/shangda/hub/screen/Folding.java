package io.shangda.hub.screen;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Objects;

/**
 * What a character is read as. Injected text is spelt to be seen by people and missed by filters:
 * full width, capitals, traditional characters, letters of other scripts that look like Latin ones,
 * circled and small digits, stars of every form, and characters that are not seen at all.
 *
 * <p>The table is made once, from the JDK's compatibility forms (NFKC) and {@code
 * screen/look-alikes.txt}; to fold a character is one look-up.
 */
final class Folding {
  private static final String LOOK_ALIKES = "/screen/look-alikes.txt";

  /** Stands in the table for a character that nobody sees. */
  private static final char UNSEEN = '\uFFFF';

  private static final char STAR = '★';
  private static final String STARS = "☆✩✪✫✬✭✮✯✰⭐⭑⭒⋆✦✧⚝";
  private static final int GLOWING_STAR = 0x1F31F;

  private static final char[] TABLE = table();

  private Folding() {}

  /** What a character of the basic plane is read as; itself where nobody sees it. */
  static char fold(char c) {
    char folded = TABLE[c];
    return folded == UNSEEN ? c : folded;
  }

  /** Whether a character takes no room when it is shown. */
  static boolean unseen(char c) {
    return TABLE[c] == UNSEEN;
  }

  /** What a character outside the basic plane is read as, such as a mathematical letter; else 0. */
  static char fold(int codePoint) {
    if (codePoint == GLOWING_STAR) {
      return STAR;
    }
    int digit = Character.digit(codePoint, 10);
    if (digit >= 0) {
      return (char) ('0' + digit);
    }
    String compatible = Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKC);
    return compatible.length() == 1 ? fold(compatible.charAt(0)) : 0;
  }

  /** A text without markup, such as a word of the configuration, as it is searched for. */
  static String fold(String text) {
    return FoldedText.of(text).text();
  }

  private static char[] table() {
    char[] table = new char[1 << 16];
    for (int c = 0; c < table.length; c++) {
      table[c] = compatible((char) c);
    }
    readLookAlikes(table);
    for (int c = 0; c < table.length; c++) {
      // a compatibility form may itself be traditional or a letter of another script
      char once = table[c];
      table[c] = once == UNSEEN ? UNSEEN : lowerCase(table[once] == UNSEEN ? once : table[once]);
    }
    STARS.chars().forEach(star -> table[star] = STAR);
    return table;
  }

  private static char compatible(char c) {
    if (c < 0x80 || Character.isSurrogate(c)) {
      return lowerCase(c);
    }
    if (isUnseen(c)) {
      return UNSEEN;
    }
    int digit = Character.digit(c, 10);
    if (digit >= 0) {
      return (char) ('0' + digit);
    }
    if (Character.isSpaceChar(c)) {
      return ' ';
    }
    String normal = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC);
    return lowerCase(normal.length() == 1 ? normal.charAt(0) : c);
  }

  private static char lowerCase(char c) {
    return c < 0x80 ? (c >= 'A' && c <= 'Z' ? (char) (c + 32) : c) : Character.toLowerCase(c);
  }

  /** Format characters, joiners, variation selectors and the fillers of Hangul. */
  private static boolean isUnseen(char c) {
    return Character.getType(c) == Character.FORMAT
        || c == 0x034F
        || c == 0x115F
        || c == 0x1160
        || c == 0x3164
        || c == 0xFFA0
        || (c >= 0x180B && c <= 0x180E)
        || (c >= 0xFE00 && c <= 0xFE0F);
  }

  private static void readLookAlikes(char[] table) {
    try (InputStream in =
            Objects.requireNonNull(Folding.class.getResourceAsStream(LOOK_ALIKES), LOOK_ALIKES);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        for (int i = 1; i < line.length() && line.charAt(0) != '#'; i++) {
          table[line.charAt(i)] = line.charAt(0);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

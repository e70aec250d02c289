package io.shangda.hub.screen;

/**
 * How words are compared: small letters, ASCII instead of full width, and zero-width characters not
 * there at all, because injected text is spelt to be seen by people and missed by filters.
 */
final class Folding {
  private Folding() {}

  static char fold(char c) {
    if (c < 0x80) {
      return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
    if (c >= '！' && c <= '～') {
      return fold((char) (c - '！' + '!'));
    }
    return c == '\u3000' || c == '\u00A0' ? ' ' : c;
  }

  static boolean zeroWidth(char c) {
    return (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || c == 0xAD;
  }

  /** What a person sees; as long as its folded form, so that places in one are places in both. */
  static String visible(String text) {
    StringBuilder visible = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (zeroWidth(c)) {
        visible = visible == null ? new StringBuilder(text.length()).append(text, 0, i) : visible;
      } else if (visible != null) {
        visible.append(c);
      }
    }
    return visible == null ? text : visible.toString();
  }

  static String fold(String visible) {
    char[] folded = visible.toCharArray();
    for (int i = 0; i < folded.length; i++) {
      folded[i] = fold(folded[i]);
    }
    return new String(folded);
  }
}

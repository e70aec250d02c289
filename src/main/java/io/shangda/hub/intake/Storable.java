package io.shangda.hub.intake;

/**
 * Text of a source as a column can hold it: PostgreSQL takes no NUL, and half a surrogate pair is
 * no UTF-8. What a person reads may be changed for that; what is sent never goes this way.
 */
final class Storable {
  private static final char NUL_SHOWN = '\u2400';
  private static final char REPLACEMENT = '\uFFFD';

  private Storable() {}

  /**
   * @param max characters; a longer text ends with an ellipsis
   */
  static String text(String text, int max) {
    String whole = text.length() <= max ? text : text.substring(0, end(text, max - 1)) + "…";
    return isStorable(whole) ? whole : mended(whole);
  }

  static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c) && !isPair(text, i)) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        i++;
      }
    }
    return true;
  }

  private static boolean isPair(String text, int at) {
    return at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }

  /** Never between the halves of a pair. */
  private static int end(String text, int max) {
    return Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
  }

  private static String mended(String text) {
    StringBuilder mended = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c) && isPair(text, i)) {
        mended.append(c).append(text.charAt(++i));
      } else {
        mended.append(c == 0 ? NUL_SHOWN : Character.isSurrogate(c) ? REPLACEMENT : c);
      }
    }
    return mended.toString();
  }
}

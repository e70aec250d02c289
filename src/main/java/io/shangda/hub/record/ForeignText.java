package io.shangda.hub.record;

/**
 * Text that others wrote (a source, a platform, a file, its name), made fit for the places where
 * the hub puts it. What a person reads may be changed for that; what is sent never goes this way.
 *
 * <p>{@link #storable} is for a column: PostgreSQL takes no NUL, and half a surrogate pair is no
 * UTF-8. {@link #oneLine} is for a log line, a header or a status of one line, where a line feed
 * would begin a line of its own, an escape sequence would speak to the terminal, and a control of
 * the writing direction would show something else than what is there. Both take out the hub's own
 * secrets, which the other side may have repeated.
 */
public final class ForeignText {
  private static final char REPLACEMENT = '\uFFFD';
  private static final char ELLIPSIS = '…';

  /** The pictures of the controls begin here: NUL is ␀, a line feed ␊, an escape ␛. */
  private static final int PICTURES = 0x2400;

  private static final char DELETE = 0x7F;
  private static final char DELETE_SHOWN = 0x2421;
  private static final char LAST_C1 = 0x9F;

  /** What is cut off anyway need not be looked at; a secret may reach over the end. */
  private static final int BEYOND = 1 << 14;

  private ForeignText() {}

  /**
   * NUL becomes ␀, half a surrogate pair U+FFFD, a secret of ours {@link KnownSecrets#MASK}; a text
   * that already is storable is returned as it is.
   *
   * @param max characters; a longer text ends with an ellipsis, at least 1
   */
  public static String storable(String text, int max) {
    String looked = cut(text, max + BEYOND);
    return storable(cut(KnownSecrets.ofThisProcess().masked(looked), max));
  }

  /** The same whatever its length, and whatever secrets are in it: for a key, say. */
  public static String storable(String text) {
    int wrong = unstorable(text, 0);
    if (wrong < 0) {
      return text;
    }
    StringBuilder mended = new StringBuilder(text);
    for (int at = wrong; at >= 0; at = unstorable(text, at + 1)) {
      mended.setCharAt(at, text.charAt(at) == 0 ? (char) PICTURES : REPLACEMENT);
    }
    return mended.toString();
  }

  /** Whether a column takes it as it is. */
  public static boolean isStorable(String text) {
    return unstorable(text, 0) < 0;
  }

  /**
   * Storable, and of one line: control characters become their pictures (␊ for a line feed), the
   * controls of lines, of the writing direction and of no width {@code <U+202E>}.
   *
   * @param max characters; a longer text ends with an ellipsis, at least 1
   */
  public static String oneLine(String text, int max) {
    String whole = storable(text, max);
    for (int i = 0; i < whole.length(); i++) {
      if (unseen(whole.charAt(i))) {
        return cut(shown(whole, i), max);
      }
    }
    return whole;
  }

  /**
   * No longer than that; a longer text ends with an ellipsis, and never between the halves of a
   * pair.
   *
   * @param max characters, at least 1
   */
  public static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = max - 1;
    return text.substring(0, end > 0 && pairAt(text, end - 1) ? end - 1 : end) + ELLIPSIS;
  }

  /** Where the first character stands that no column takes; -1 if there is none. */
  private static int unstorable(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return i;
      }
      if (Character.isSurrogate(c)) {
        if (!pairAt(text, i)) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  private static boolean pairAt(String text, int at) {
    return at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }

  private static String shown(String text, int from) {
    StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, from);
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!unseen(c)) {
        shown.append(c);
      } else if (c < ' ') {
        shown.append((char) (PICTURES + c));
      } else if (c == DELETE) {
        shown.append(DELETE_SHOWN);
      } else {
        shown.append("<U+%04X>".formatted((int) c));
      }
    }
    return shown.toString();
  }

  private static boolean unseen(char c) {
    if (c < DELETE) {
      return c < ' ';
    }
    return c <= LAST_C1
        || c == '\u061C'
        || c >= '\u200B' && c <= '\u200F'
        || c >= '\u2028' && c <= '\u202E'
        || c >= '\u2060' && c <= '\u206F'
        || c == '\uFEFF';
  }
}

package io.shangda.hub.record;

import java.util.Set;

/**
 * How personal data is shown: enough to recognise it, not enough to use it. What already holds an
 * asterisk is returned as it is.
 */
public final class Masks {
  /** Longest value shown in a finding, in characters. */
  public static final int SHOWN = 200;

  private static final Set<String> COMPOUND_SURNAMES =
      Set.of(
          "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "宇文", "长孙", "司空",
          "端木", "百里", "呼延", "南宫", "西门", "东郭", "独孤", "申屠", "公羊", "澹台", "闻人", "轩辕", "钟离", "太史", "淳于",
          "濮阳", "赫连", "拓跋", "歐陽", "司馬", "諸葛", "東方", "尉遲", "公孫");

  private Masks() {}

  /** {@code 330881********0016}: the division and the last four stay. */
  public static String id(String text) {
    return keep(text, 6, 4);
  }

  /** {@code ***************0123}: the last four stay. */
  public static String card(String text) {
    return keep(text, 0, 4);
  }

  /** {@code 138****5678}; of a landline the area code and the last four stay. */
  public static String phone(String text) {
    if (masked(text)) {
      return text;
    }
    char[] shown = text.toCharArray();
    int digits = 0;
    for (int i = shown.length - 1; i >= 0 && digits < 8; i--) {
      if (digit(shown[i]) && ++digits > 4) {
        shown[i] = '*';
      }
    }
    return digits < 7 ? "*".repeat(text.length()) : new String(shown);
  }

  /** {@code 张*}, {@code 欧阳**}; of a name in Latin letters each word's first letter stays. */
  public static String name(String text) {
    if (masked(text) || text.isEmpty()) {
      return text;
    }
    int surname = text.length() > 2 && COMPOUND_SURNAMES.contains(text.substring(0, 2)) ? 2 : 1;
    StringBuilder shown = new StringBuilder(text.length()).append(text, 0, surname);
    boolean wordStarts = false;
    for (int i = surname; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean latin = c < 0x250 && Character.isLetter(c);
      boolean between = c == ' ' || c == '·' || c == '•' || c == '.';
      shown.append(between || (latin && wordStarts) ? c : '*');
      wordStarts = between;
    }
    return shown.toString();
  }

  /**
   * A value as a finding shows it: the middle of whatever could be an ID number, a mobile number or
   * a bank card becomes asterisks, and the text ends after {@value #SHOWN} characters.
   */
  public static String inFinding(String value) {
    String cut = value.length() > SHOWN ? value.substring(0, SHOWN - 1) + "…" : value;
    char[] shown = null;
    int at = 0;
    while (at < cut.length()) {
      int end = tokenEnd(cut, at);
      int digits = digits(cut, at, end);
      int head = head(cut, at, digits, end);
      if (head >= 0) {
        shown = shown == null ? cut.toCharArray() : shown;
        hide(shown, at, end, head, alphanumerics(cut, at, end) - 4);
      }
      at = end + 1;
    }
    return shown == null ? cut : new String(shown);
  }

  /** How many characters of a token stay in front of the asterisks; -1 if it stays whole. */
  private static int head(String text, int at, int digits, int end) {
    int letters = alphanumerics(text, at, end) - digits;
    // a mistyped ID number has a letter or two; three and more are a code, such as a USCC
    if (digits < 11 || digits > 19 || letters > 2) {
      return -1;
    }
    if (digits >= 15 || letters > 0) {
      return 6;
    }
    char first = text.charAt(at);
    return switch (digits) {
      case 11 -> first == '1' || first == '１' || first == '0' ? 3 : -1;
      case 12 -> first == '0' || end - at > digits ? 3 : -1; // else a division, 330881000000
      case 13 -> 3;
      default -> end - at > digits ? 6 : -1; // 14 digits are a time: 20190330120000
    };
  }

  private static void hide(char[] shown, int at, int end, int from, int to) {
    for (int i = at, seen = 0; i < end; i++) {
      if (alphanumeric(shown[i])) {
        if (seen >= from && seen < to) {
          shown[i] = '*';
        }
        seen++;
      }
    }
  }

  /** The end of letters and digits, joined by single blanks or hyphens between digits. */
  private static int tokenEnd(String text, int at) {
    int i = at;
    while (i < text.length()) {
      char c = text.charAt(i);
      boolean joined =
          (c == ' ' || c == '-')
              && i > at
              && groupOf(text, at, i)
              && i + 1 < text.length()
              && digit(text.charAt(i + 1));
      if (!alphanumeric(c) && !joined) {
        break;
      }
      i++;
    }
    return i;
  }

  /** Whether what stands before a blank or hyphen is a group as numbers are written in. */
  private static boolean groupOf(String text, int at, int end) {
    int from = end;
    while (from > at && digit(text.charAt(from - 1))) {
      from--;
    }
    int size = end - from;
    boolean first = from == at;
    return first ? size == 3 || size == 4 || size == 6 : size == 4 || size == 8;
  }

  private static int digits(CharSequence text, int at, int end) {
    int digits = 0;
    for (int i = at; i < end; i++) {
      digits += digit(text.charAt(i)) ? 1 : 0;
    }
    return digits;
  }

  private static int alphanumerics(CharSequence text, int at, int end) {
    int found = 0;
    for (int i = at; i < end; i++) {
      found += alphanumeric(text.charAt(i)) ? 1 : 0;
    }
    return found;
  }

  private static String keep(String text, int head, int tail) {
    if (masked(text)) {
      return text;
    }
    int length = text.length();
    boolean shortText = length < head + tail + 4;
    int front = shortText ? Math.min(head, length / 4) : head;
    int back = shortText ? length / 4 : tail;
    return text.substring(0, front)
        + "*".repeat(length - front - back)
        + text.substring(length - back);
  }

  private static boolean masked(String text) {
    return text.indexOf('*') >= 0;
  }

  private static boolean digit(char c) {
    return (c >= '0' && c <= '9') || (c >= '０' && c <= '９');
  }

  private static boolean alphanumeric(char c) {
    return digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
}

package io.shangda.hub.source;

import java.util.Comparator;

/** Which of two dropped files is taken first. */
enum FileOrder {
  /** By name, numbers in it by their size: {@code export_9} before {@code export_10}. */
  NATURAL,
  /** By name, character by character. */
  NAME,
  /** By the time of the last change; of one time, by name as {@link #NATURAL}. */
  TIME;

  Comparator<DropListing.Entry> comparator() {
    Comparator<DropListing.Entry> natural =
        Comparator.comparing(DropListing.Entry::name, FileOrder::natural);
    return switch (this) {
      case NATURAL -> natural;
      case NAME -> Comparator.comparing(DropListing.Entry::name);
      case TIME -> Comparator.comparing(DropListing.Entry::modified).thenComparing(natural);
    };
  }

  private static int natural(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int digits = digits(a, i);
      int others = digits(b, j);
      int order;
      if (digits > i && others > j) {
        order = number(a.substring(i, digits), b.substring(j, others));
        i = digits;
        j = others;
      } else {
        order = Character.compare(a.charAt(i++), b.charAt(j++));
      }
      if (order != 0) {
        return order;
      }
    }
    int rest = Integer.compare(a.length() - i, b.length() - j);
    return rest != 0 ? rest : a.compareTo(b);
  }

  private static int digits(String text, int from) {
    int to = from;
    while (to < text.length() && text.charAt(to) >= '0' && text.charAt(to) <= '9') {
      to++;
    }
    return to;
  }

  private static int number(String a, String b) {
    String one = a.replaceFirst("^0+(?=.)", "");
    String other = b.replaceFirst("^0+(?=.)", "");
    int order = Integer.compare(one.length(), other.length());
    return order != 0 ? order : one.compareTo(other);
  }
}

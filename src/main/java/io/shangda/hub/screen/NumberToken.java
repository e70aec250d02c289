package io.shangda.hub.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A number as it stands in a folded text.
 *
 * @param digits without the blanks or hyphens between its groups; an ID number may end in x
 * @param from where it begins
 * @param to just behind its end
 * @param grouped whether blanks or hyphens part it
 */
record NumberToken(String digits, int from, int to, boolean grouped) {
  private static final Set<String> GROUPS =
      Set.of("3,4,4", "6,8,4", "6,4,4,4", "4,4,4,4", "4,4,4,4,1", "4,4,4,4,2", "4,4,4,4,3", "6,13");
  private static final Set<String> LABELS =
      Set.of("tel", "phone", "mobile", "mob", "cell", "id", "no", "card", "wx", "vx", "sfz", "sjh");
  private static final List<String> CARD_WORDS = List.of("卡", "账号", "帐号", "账户", "帐户", "银行", "card");
  private static final List<String> PHONE_WORDS =
      List.of("电话", "手机", "联系", "tel", "phone", "mobile", "lxdh", "lxfs", "sjh");
  private static final int NEAR = 12;

  /** The numbers of 11 to 19 digits in a text. */
  static List<NumberToken> in(String folded) {
    List<NumberToken> found = new ArrayList<>(2);
    List<NumberToken> runs = new ArrayList<>();
    int at = 0;
    while (at < folded.length()) {
      if (!alphanumeric(folded.charAt(at))) {
        at++;
        continue;
      }
      int end = at;
      while (end < folded.length() && alphanumeric(folded.charAt(end))) {
        end++;
      }
      NumberToken run = run(folded, at, end);
      if (run != null) {
        if (!runs.isEmpty() && !joined(folded, runs, at)) {
          group(runs, found);
        }
        runs.add(run);
        addWhole(run, found);
      } else {
        group(runs, found);
      }
      at = end;
    }
    group(runs, found);
    return found;
  }

  /** A run of digits, an x at its end or a label in front of it allowed; else null. */
  private static @Nullable NumberToken run(String text, int at, int end) {
    int from = at;
    while (from < end && text.charAt(from) >= 'a') {
      from++;
    }
    if (from > at && !LABELS.contains(text.substring(at, from))) {
      return null;
    }
    for (int i = from; i < end; i++) {
      boolean x = i == end - 1 && i > from && text.charAt(i) == 'x';
      if (text.charAt(i) >= 'a' && !x) {
        return null;
      }
    }
    return from == end ? null : new NumberToken(text.substring(from, end), from, end, false);
  }

  private static void addWhole(NumberToken run, List<NumberToken> found) {
    String digits = run.digits;
    if (digits.length() == 13 && digits.startsWith("86")) {
      digits = digits.substring(2);
    } else if (digits.length() == 12 && digits.startsWith("01")) {
      digits = digits.substring(1);
    }
    if (digits.length() >= 11 && digits.length() <= 19) {
      found.add(new NumberToken(digits, run.from, run.to, false));
    }
  }

  /** Whether a run follows the one before it as the next group of one number. */
  private static boolean joined(String text, List<NumberToken> runs, int at) {
    NumberToken last = runs.get(runs.size() - 1);
    if (at != last.to + 1 || (text.charAt(last.to) != ' ' && text.charAt(last.to) != '-')) {
      return false;
    }
    return runs.size() < 2 || text.charAt(runs.get(runs.size() - 2).to) == text.charAt(last.to);
  }

  /** Adds the numbers that neighbouring runs make together, and empties the list. */
  private static void group(List<NumberToken> runs, List<NumberToken> found) {
    for (int first = 0; first < runs.size(); first++) {
      StringBuilder shape = new StringBuilder();
      StringBuilder digits = new StringBuilder();
      for (int last = first; last < Math.min(runs.size(), first + 5); last++) {
        digits.append(runs.get(last).digits);
        shape.append(last == first ? "" : ",").append(runs.get(last).digits.length());
        if (GROUPS.contains(shape.toString())) {
          found.add(
              new NumberToken(digits.toString(), runs.get(first).from, runs.get(last).to, true));
        }
      }
    }
    runs.clear();
  }

  /** Whether it goes on as a decimal, or a unit says that it counts something. */
  boolean amount(String folded) {
    char after = to < folded.length() ? folded.charAt(to) : '\0';
    boolean decimals =
        after == '.' && to + 1 < folded.length() && Character.isDigit(folded.charAt(to + 1));
    boolean decimal = from > 1 && folded.charAt(from - 1) == '.' && folded.charAt(from - 2) <= '9';
    return decimals || decimal || "元万亿%".indexOf(after) >= 0;
  }

  /** Whether it stands in an address, where file names are numbers. */
  boolean inUrl(String folded) {
    int scheme = folded.lastIndexOf("://", from);
    if (scheme < 0) {
      return false;
    }
    for (int i = scheme; i < from; i++) {
      if (folded.charAt(i) <= ' ' || folded.charAt(i) > 0x7F) {
        return false;
      }
    }
    return true;
  }

  boolean nearCardWord(String folded) {
    return CARD_WORDS.stream().anyMatch(before(folded)::contains);
  }

  boolean nearPhoneWord(String folded) {
    return holdsPhoneWord(before(folded));
  }

  static boolean holdsPhoneWord(String folded) {
    return PHONE_WORDS.stream().anyMatch(folded::contains);
  }

  /** Whether a 0, as it was dialled before a number of another city, stands in front in one run. */
  boolean trunk(String folded) {
    return to - from == 12 && folded.charAt(from) == '0';
  }

  private String before(String folded) {
    return folded.substring(Math.max(0, from - NEAR), from);
  }

  private static boolean alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  }
}

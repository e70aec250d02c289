package io.shangda.hub.audit.proof;

import java.util.ArrayList;
import java.util.List;

/**
 * Compares the begins of hashes that were kept with those of what is there now, to tell which one
 * it is that a root no longer fits. Nobody vouches for what was kept: that it fits proves nothing.
 */
final class Marks {
  private static final int WIDTH = 4;

  private Marks() {}

  /**
   * A place at which they differ.
   *
   * @param then place in what was kept; -1 if nothing stood there
   * @param now place in what is there; -1 if it is gone
   */
  record Difference(int then, int now) {}

  static List<Difference> compare(String kept, String present) {
    List<String> then = cut(kept);
    List<String> now = cut(present);
    List<Difference> differences = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < then.size() && j < now.size()) {
      if (then.get(i).equals(now.get(j))) {
        i++;
        j++;
      } else if (then.size() - i > now.size() - j
          && then.subList(i, then.size()).contains(now.get(j))) {
        differences.add(new Difference(i++, -1));
      } else if (now.size() - j > then.size() - i
          && now.subList(j, now.size()).contains(then.get(i))) {
        differences.add(new Difference(-1, j++));
      } else {
        differences.add(new Difference(i++, j++));
      }
    }
    for (; i < then.size(); i++) {
      differences.add(new Difference(i, -1));
    }
    for (; j < now.size(); j++) {
      differences.add(new Difference(-1, j));
    }
    return differences;
  }

  /** True if two places only changed with each other. */
  static boolean swapped(String kept, String present, List<Difference> differences) {
    if (differences.size() != 2) {
      return false;
    }
    Difference one = differences.get(0);
    Difference two = differences.get(1);
    List<String> then = cut(kept);
    List<String> now = cut(present);
    return one.now() >= 0
        && two.now() >= 0
        && one.then() >= 0
        && two.then() >= 0
        && then.get(one.then()).equals(now.get(two.now()))
        && then.get(two.then()).equals(now.get(one.now()));
  }

  private static List<String> cut(String marks) {
    List<String> cut = new ArrayList<>(marks.length() / WIDTH);
    for (int i = 0; i + WIDTH <= marks.length(); i += WIDTH) {
      cut.add(marks.substring(i, i + WIDTH));
    }
    return cut;
  }
}

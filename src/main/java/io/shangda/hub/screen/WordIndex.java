package io.shangda.hub.screen;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Queue;

/**
 * Finds any of many words in one pass over a text (Aho and Corasick, 1975). Characters that stand
 * in no word, nearly all of a real text, cost one table look-up; folding is part of that table, and
 * so is that blanks and dots between letters are passed over.
 */
final class WordIndex {
  // unseen characters and what keeps letters apart
  private static final int PASSED_OVER = -1;

  // character -> class: 0 stands in no word; the same for all characters that fold to one
  private final short[] classes = new short[1 << 16];
  private final int width;
  private final int[] next; // state * width + class -> state
  private final boolean[] ends; // state -> whether a word ends there
  private final int shortest;

  /**
   * @param words as {@link Folding#fold(String)} gives them
   */
  WordIndex(List<String> words) {
    List<String> folded = words.stream().map(WordIndex::joined).toList();
    this.width = classify(folded);
    this.shortest = folded.stream().mapToInt(String::length).min().orElse(Integer.MAX_VALUE);
    List<int[]> trie = new ArrayList<>();
    BitSet wordEnds = new BitSet();
    trie.add(new int[width]);
    for (String word : folded) {
      wordEnds.set(add(word, trie));
    }
    closeOver(trie, wordEnds);
    this.next = flat(trie);
    this.ends = new boolean[trie.size()];
    wordEnds.stream().forEach(state -> ends[state] = true);
  }

  /** A word of gaps alone would be found everywhere, and is. */
  private static String joined(String folded) {
    StringBuilder joined = new StringBuilder(folded.length());
    for (char c : folded.toCharArray()) {
      if (!FoldedText.isGap(c)) {
        joined.append(c);
      }
    }
    return joined.toString();
  }

  /** Whether any word may be in the text, its letters kept apart or not. */
  boolean anyIn(String text) {
    int length = text.length();
    if (length < shortest) {
      return false;
    }
    if (ends[0]) {
      return true;
    }
    int state = 0;
    for (int i = 0; i < length; i++) {
      int kind = classes[text.charAt(i)];
      if (kind > 0) {
        state = next[state * width + kind];
        if (ends[state]) {
          return true;
        }
      } else if (kind == 0) {
        state = 0;
      }
    }
    return false;
  }

  private int classify(Collection<String> folded) {
    short last = 0;
    for (String word : folded) {
      for (char c : word.toCharArray()) {
        if (classes[c] == 0) {
          classes[c] = ++last;
        }
      }
    }
    for (int c = 0; c < classes.length; c++) {
      char fold = Folding.fold((char) c);
      if (Folding.unseen((char) c) || FoldedText.isGap(fold)) {
        classes[c] = PASSED_OVER;
      } else if (fold != c) {
        classes[c] = classes[fold];
      }
    }
    return last + 1;
  }

  /** Adds a word, and gives the state in which it ends. */
  private int add(String word, List<int[]> trie) {
    int state = 0;
    for (int i = 0; i < word.length(); i++) {
      int[] from = trie.get(state);
      int kind = classes[word.charAt(i)];
      if (from[kind] == 0) {
        from[kind] = trie.size();
        trie.add(new int[width]);
      }
      state = from[kind];
    }
    return state;
  }

  /** Turns the trie into an automaton: where no word goes on, the longest suffix does. */
  private void closeOver(List<int[]> trie, BitSet words) {
    int[] suffix = new int[trie.size()];
    Queue<Integer> open = new ArrayDeque<>();
    Arrays.stream(trie.get(0)).filter(state -> state != 0).forEach(open::add);
    while (!open.isEmpty()) {
      int state = open.remove();
      if (words.get(suffix[state])) {
        words.set(state);
      }
      int[] from = trie.get(state);
      int[] fallback = trie.get(suffix[state]);
      for (int kind = 1; kind < width; kind++) {
        if (from[kind] == 0) {
          from[kind] = fallback[kind];
        } else {
          suffix[from[kind]] = fallback[kind];
          open.add(from[kind]);
        }
      }
    }
  }

  private int[] flat(List<int[]> trie) {
    int[] flat = new int[trie.size() * width];
    for (int state = 0; state < trie.size(); state++) {
      System.arraycopy(trie.get(state), 0, flat, state * width, width);
    }
    return flat;
  }
}

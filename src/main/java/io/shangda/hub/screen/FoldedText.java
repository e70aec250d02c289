package io.shangda.hub.screen;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A text as it is read: folded, character references resolved, what nobody sees left out. Each
 * character knows where it stood, so that a finding shows the text as it was written.
 *
 * <p>Spam is often broken up ({@code b e t 3 6 5}, {@code 皇.冠.体.育}, {@code 机<b>密</b>★}), so there
 * are two more ways to read a text: {@link #withoutTags} and {@link #joined}.
 */
final class FoldedText {
  /** Longer gaps are layout: columns of a table, not letters kept apart. */
  private static final int LONGEST_GAP = 3;

  private static final String DOTS = ".·•・‧*_|~^+-/=\\";

  private final String original;
  private final String text;
  private final int[] starts;
  private final int[] ends;
  private final BitSet gaps;

  private FoldedText(String original, String text, int[] starts, int[] ends, BitSet gaps) {
    this.original = original;
    this.text = text;
    this.starts = starts;
    this.ends = ends;
    this.gaps = gaps;
  }

  static FoldedText of(String original) {
    Writer writer = new Writer(original);
    int at = 0;
    while (at < original.length()) {
      at = writer.read(at);
    }
    return writer.text();
  }

  /** Whether a text must be unfolded before it can be searched: tags, references, rare letters. */
  static boolean isMarkedUp(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '<' || c == '&' || Character.isHighSurrogate(c)) {
        return true;
      }
    }
    return false;
  }

  String text() {
    return text;
  }

  int start(int at) {
    return starts[at];
  }

  /** Where in the original the character before {@code to} ends. */
  int end(int to) {
    return ends[to - 1];
  }

  String original() {
    return original;
  }

  /**
   * Whether {@code from} to {@code to} begins and ends where a word of Latin letters and digits
   * does: {@code bet0199} inside {@code 91110111AMBET0199T} is no word.
   */
  boolean isWhole(int from, int to) {
    boolean begins =
        from == 0 || gaps.get(from) || !isCode(text.charAt(from)) || !isCode(text.charAt(from - 1));
    boolean ends =
        to == text.length()
            || gaps.get(to)
            || !isCode(text.charAt(to - 1))
            || !isCode(text.charAt(to));
    return begins && ends;
  }

  /** The text without the tags of HTML; this one if it has none. */
  FoldedText withoutTags() {
    if (text.indexOf('<') < 0) {
      return this;
    }
    BitSet kept = new BitSet(text.length());
    int at = 0;
    while (at < text.length()) {
      int end = tagEnd(at);
      kept.set(at, end > at ? at : at + 1);
      at = Math.max(end, at + 1);
    }
    return only(kept, false);
  }

  /** The text with letters that are kept apart put together; this one if there are none. */
  FoldedText joined() {
    BitSet kept = new BitSet(text.length());
    kept.set(0, text.length());
    for (int at = 1; at < text.length(); at++) {
      int end = gapEnd(at);
      if (end > at && isApart(at, end)) {
        kept.clear(at, end);
        at = end - 1;
      }
    }
    return kept.cardinality() == text.length() ? this : only(kept, true);
  }

  private int tagEnd(int at) {
    if (text.charAt(at) != '<' || at + 1 == text.length()) {
      return at;
    }
    char next = text.charAt(at + 1);
    if (next != '/' && next != '!' && (next < 'a' || next > 'z')) {
      return at;
    }
    int end = text.indexOf('>', at);
    return end < 0 ? at : end + 1;
  }

  private int gapEnd(int at) {
    int end = at;
    while (end < text.length() && isGap(text.charAt(end))) {
      end++;
    }
    return end - at > LONGEST_GAP ? at : end;
  }

  private boolean isApart(int from, int to) {
    if (to == text.length() || isGap(text.charAt(from - 1))) {
      return false;
    }
    boolean blank = text.substring(from, to).isBlank();
    boolean before = isSingle(from - 1);
    boolean after = isSingle(to);
    return blank ? before || after : before && after;
  }

  /** A Chinese character, or a letter or digit that stands alone. */
  private boolean isSingle(int at) {
    if (!isCode(text.charAt(at))) {
      return true;
    }
    boolean first = at == 0 || !isCode(text.charAt(at - 1));
    boolean last = at + 1 == text.length() || !isCode(text.charAt(at + 1));
    return first && last;
  }

  static boolean isGap(char folded) {
    return folded <= ' ' || DOTS.indexOf(folded) >= 0;
  }

  private static boolean isCode(char folded) {
    return (folded >= '0' && folded <= '9') || (folded >= 'a' && folded <= 'z');
  }

  private FoldedText only(BitSet kept, boolean markGaps) {
    StringBuilder some = new StringBuilder(kept.cardinality());
    int[] someStarts = new int[kept.cardinality()];
    int[] someEnds = new int[kept.cardinality()];
    BitSet someGaps = new BitSet();
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      someStarts[some.length()] = starts[i];
      someEnds[some.length()] = ends[i];
      someGaps.set(some.length(), gaps.get(i) || (markGaps && i > 0 && !kept.get(i - 1)));
      some.append(text.charAt(i));
    }
    return new FoldedText(original, some.toString(), someStarts, someEnds, someGaps);
  }

  /** Folds a text from its beginning to its end. */
  private static final class Writer {
    private final String original;
    private final StringBuilder text;
    private int[] starts;
    private int[] ends;

    Writer(String original) {
      this.original = original;
      this.text = new StringBuilder(original.length());
      this.starts = new int[original.length()];
      this.ends = new int[original.length()];
    }

    /** Folds what stands at a place; gives the place behind it. */
    int read(int at) {
      char c = original.charAt(at);
      if (c == '&') {
        CharacterReference reference = CharacterReference.at(original, at);
        if (reference != null) {
          write(reference.codePoint(), at, reference.end());
          return reference.end();
        }
      }
      int codePoint = original.codePointAt(at);
      int end = at + Character.charCount(codePoint);
      write(codePoint, at, end);
      return end;
    }

    private void write(int codePoint, int from, int to) {
      if (codePoint < 0x10000) {
        if (!Folding.unseen((char) codePoint)) {
          add(Folding.fold((char) codePoint), from, to);
        }
        return;
      }
      char folded = Folding.fold(codePoint);
      if (folded != 0) {
        add(folded, from, to);
      } else if (Character.getType(codePoint) != Character.FORMAT
          && Character.getType(codePoint) != Character.NON_SPACING_MARK) {
        add(Character.highSurrogate(codePoint), from, to);
        add(Character.lowSurrogate(codePoint), from, to);
      }
    }

    private void add(char folded, int from, int to) {
      int length = text.length();
      if (length == starts.length) {
        starts = Arrays.copyOf(starts, length + length / 2 + 16);
        ends = Arrays.copyOf(ends, starts.length);
      }
      starts[length] = from;
      ends[length] = to;
      text.append(folded);
    }

    FoldedText text() {
      return new FoldedText(original, text.toString(), starts, ends, new BitSet(0));
    }
  }
}

package io.shangda.hub.reconcile;

import io.shangda.hub.record.Hash;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What one side has, in some forty bytes a record, so that millions can be compared in a small
 * heap: of each name and of each content only the first 64 bits of its SHA-256 are kept. That two
 * of a million names share these has a chance of one in thirty million, and then one difference is
 * seen at the next comparison only.
 */
final class HeldTable {
  private static final int NO_VERSION = Integer.MIN_VALUE;
  private static final int FIRST_SIZE = 1 << 10;
  private static final int HEX_DIGITS = 16;

  private long[] names = new long[FIRST_SIZE];
  private int[] versions = new int[FIRST_SIZE];
  private long[] contents = new long[FIRST_SIZE];
  private final BitSet seen = new BitSet();
  private int size;

  int size() {
    return size;
  }

  /** Adds a record; of two of one name the later counts. */
  void add(String type, Held held) {
    if (size * 3 >= names.length * 2) {
      grow();
    }
    put(name(type, held), version(held), content(held.hash()));
  }

  private void put(long name, int version, long content) {
    int slot = slot(name);
    size += names[slot] == 0 ? 1 : 0;
    names[slot] = name;
    versions[slot] = version;
    contents[slot] = content;
  }

  private void grow() {
    long[] oldNames = names;
    int[] oldVersions = versions;
    long[] oldContents = contents;
    names = new long[oldNames.length * 2];
    versions = new int[names.length];
    contents = new long[names.length];
    size = 0;
    for (int i = 0; i < oldNames.length; i++) {
      if (oldNames[i] != 0) {
        put(oldNames[i], oldVersions[i], oldContents[i]);
      }
    }
  }

  /** Where a name is, or would be. */
  private int slot(long name) {
    int slot = (int) name & names.length - 1;
    while (names[slot] != 0 && names[slot] != name) {
      slot = slot + 1 & names.length - 1;
    }
    return slot;
  }

  /** How a record of the other side stands to this one's. */
  enum Match {
    /** Not here. */
    NONE,
    DIFFERENT,
    SAME
  }

  /**
   * Looks for a record of the other side, which from now on is seen. What one side does not tell is
   * not compared.
   */
  Match look(String type, Held other) {
    int slot = slot(name(type, other));
    if (names[slot] == 0) {
      return Match.NONE;
    }
    seen.set(slot);
    int version = version(other);
    long content = content(other.hash());
    boolean sameVersion =
        version == NO_VERSION || versions[slot] == NO_VERSION || version == versions[slot];
    boolean sameContent = content == 0 || contents[slot] == 0 || content == contents[slot];
    return sameVersion && sameContent ? Match.SAME : Match.DIFFERENT;
  }

  /** Records that were not looked for. */
  int unseen() {
    return size - seen.cardinality();
  }

  /** Whether a record is here and was not looked for. */
  boolean isUnseen(String type, Held held) {
    int slot = slot(name(type, held));
    return names[slot] != 0 && !seen.get(slot);
  }

  private static int version(Held held) {
    return held.version() == null ? NO_VERSION : held.version();
  }

  private static long name(String type, Held held) {
    return bits(type + "\n" + held.name());
  }

  private static long content(@Nullable String hash) {
    return hash == null ? 0 : bits(hash);
  }

  /** Never 0, which stands for nothing. */
  private static long bits(String text) {
    long bits = Long.parseUnsignedLong(Hash.sha256(text).hex(), 0, HEX_DIGITS, 16);
    return bits == 0 ? 1 : bits;
  }
}

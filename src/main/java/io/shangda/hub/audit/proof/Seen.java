package io.shangda.hub.audit.proof;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Which numbers were met already. Numbers are given out in a row, so a bit each is enough: an
 * eighth of a megabyte for a million.
 */
final class Seen {
  private static final int BITS = 1 << 16;
  private final Map<Long, BitSet> parts = new HashMap<>();

  /** True if it is met for the first time. */
  boolean first(long number) {
    BitSet part = parts.computeIfAbsent(Math.floorDiv(number, BITS), key -> new BitSet());
    int bit = Math.floorMod(number, BITS);
    boolean first = !part.get(bit);
    part.set(bit);
    return first;
  }
}

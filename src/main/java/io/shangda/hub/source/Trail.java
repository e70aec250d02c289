package io.shangda.hub.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.Hash;

/**
 * Finds pages that lead in a circle with one mark instead of a list of all that were seen (Brent's
 * cycle detection): the mark moves to the present page at pages 1, 2, 4, 8 …, and a page that leads
 * back to it closes the circle, however long the way to it was.
 */
record Trail(String mark) {
  private static final String MARK = "mark";
  private static final int LENGTH = 16;

  /**
   * @param page its number in the run, from 1
   * @param here what it was asked for with
   */
  static Trail at(ObjectNode state, int page, String here) {
    boolean moves = Integer.bitCount(page) == 1 || !state.has(MARK);
    return new Trail(moves ? mark(here) : state.path(MARK).asText());
  }

  boolean closedBy(String next) {
    return mark(next).equals(mark);
  }

  ObjectNode into(ObjectNode state) {
    return state.put(MARK, mark);
  }

  private static String mark(String text) {
    return Hash.sha256(text).hex().substring(0, LENGTH);
  }
}

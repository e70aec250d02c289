package io.shangda.hub.screen;

import io.shangda.hub.record.Finding;
import java.math.BigInteger;
import java.util.List;

/** One look at the texts of a record. */
interface TextScreen {
  /** Whether a closer look is worth it; quick, and false for nearly every text. */
  boolean suspects(String text);

  /**
   * The closer look.
   *
   * @param field JSON Pointer of the text
   */
  void screen(String text, String field, List<Finding> findings);

  /**
   * A look at a whole number that stands as one in the record.
   *
   * @param field JSON Pointer of the number
   */
  default void screen(BigInteger number, String field, List<Finding> findings) {}
}

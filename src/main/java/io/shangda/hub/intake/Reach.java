package io.shangda.hub.intake;

/** How much of a source's list a run has shown: only a whole one tells what is missing. */
public sealed interface Reach {

  /** From its start to an end that the source confirms. */
  record Whole() implements Reach {}

  /**
   * Less, or nobody knows.
   *
   * @param why in the operator's words
   * @param odd true if the operator must know; false for what happens in any week, such as a run
   *     that goes on where another broke off
   */
  record Part(String why, boolean odd) implements Reach {}
}

package io.shangda.hub.intake;

/** How much of a source's list a run has shown: only a whole one tells what is missing. */
public sealed interface Reach {

  /**
   * From its start to an end that the source confirms.
   *
   * @param repeated records of pages that came a second time, one after the other
   */
  record Whole(long repeated) implements Reach {
    public Whole() {
      this(0);
    }
  }

  /**
   * Less, or nobody knows.
   *
   * @param why in the operator's words
   * @param odd true if the operator must know; false for what happens in any week, such as a run
   *     that goes on where another broke off
   * @param missed true if records may have been left unread, which matters to any source
   */
  record Part(String why, boolean odd, boolean missed) implements Reach {
    public Part(String why, boolean odd) {
      this(why, odd, false);
    }
  }
}

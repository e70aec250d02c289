package io.shangda.hub.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a pull: what intake commits in one transaction.
 *
 * @param nextCursor where the next pull goes on once this page is committed; null leaves the cursor
 *     as it is
 * @param end true if the run has nothing more to pull
 * @param trouble what was wrong with the page as a whole although its records are good; null if
 *     nothing
 */
public record Page(
    RawPage raw,
    List<RawRecord> records,
    @Nullable String nextCursor,
    boolean end,
    @Nullable Trouble trouble) {

  public Page(RawPage raw, List<RawRecord> records, @Nullable String nextCursor, boolean end) {
    this(raw, records, nextCursor, end, null);
  }

  /**
   * Why nothing at all in the page could be read, in Chinese and English, one line each; null if
   * there is a record that could, or none.
   */
  public @Nullable String reason() {
    boolean anyReadable = records.stream().anyMatch(RawRecord.Readable.class::isInstance);
    return !anyReadable
            && !records.isEmpty()
            && records.get(0) instanceof RawRecord.Unreadable unreadable
        ? unreadable.zh() + "\n" + unreadable.en()
        : null;
  }

  /** What an operator must know about a page whose records are taken in all the same. */
  public sealed interface Trouble {
    /** What is wrong, where, and what happens next; without payload and secrets. */
    String text();

    /** The page was cut off or leads nowhere: its records stand, its run ends as failed. */
    record Failed(String text) implements Trouble {}

    /**
     * The run goes on, or ends and goes on next time; its operator must read this.
     *
     * @param whole true if the source's list was read all the same
     */
    record Warned(String text, boolean whole) implements Trouble {
      public Warned(String text) {
        this(text, false);
      }
    }

    /**
     * The run ends here, but not as a source ends that has given all it has: what it did not show
     * may still be there.
     *
     * @param missed true if records may have been left unread, false if only the list's end is
     *     unproven
     */
    record Partial(String text, boolean missed) implements Trouble {}
  }
}

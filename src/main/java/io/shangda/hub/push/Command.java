package io.shangda.hub.push;

import io.shangda.hub.record.RecordType;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a target asks for in an answer, to a push or to a manifest. It can only slow the hub down.
 */
public sealed interface Command {
  /** The longest that anything is asked for; what is to last longer is a stop. */
  Duration LONGEST = Duration.ofDays(31);

  /** When it ends: so long after it is obeyed, or at a time. Exactly one is set. */
  record End(@Nullable Duration after, @Nullable Instant at) {
    /** The time, by the clock that shows this now. */
    public Instant from(Instant now) {
      return after != null ? now.plus(after) : at != null ? at : now;
    }
  }

  /**
   * No more requests of a type than so many a second.
   *
   * @param perSecond between 0.01 and what is configured
   * @param end null: until a person lifts it, or another rate is asked for
   * @param why the target's own words; may be empty
   */
  record Rate(RecordType type, double perSecond, @Nullable End end, String why)
      implements Command {}

  /** Nothing of a type for a time. */
  record Pause(RecordType type, End end, String why) implements Command {}

  /** Nothing of a type until a person resumes it. */
  record Stop(RecordType type, String why) implements Command {}

  /** Nothing at all until a person resumes the target. */
  record PauseAll(String why) implements Command {}

  /**
   * One that is not obeyed.
   *
   * @param text the command, cut
   * @param why what is wrong with it, in the operator's words
   */
  record Refused(String text, String why) implements Command {}
}

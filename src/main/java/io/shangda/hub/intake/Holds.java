package io.shangda.hub.intake;

import io.shangda.hub.record.Actor;
import java.util.List;

/**
 * Records that wait for a person: release, refuse, clear. Acts on the newest version of a record
 * only.
 */
public interface Holds {

  /**
   * What an action did.
   *
   * @param done records it changed
   * @param skipped records it left alone, each with the reason in the operator's words
   */
  record Outcome(int done, List<String> skipped) {}

  /**
   * Releases the held version of a record: it is planned for its targets. A secret mark is never
   * released.
   */
  Outcome release(long record, Actor actor);

  /** Releases every held record whose open findings all have this rule. */
  Outcome releaseAll(String rule, Actor actor);

  /** Refuses the held version of a record for good. */
  Outcome refuse(long record, Actor actor);

  /** Refuses every held record that has an open finding of this rule. */
  Outcome refuseAll(String rule, Actor actor);

  /**
   * One of the two persons who must call a secret mark a false hit; the second, another one,
   * releases the record.
   */
  Outcome clearSecretMark(long record, Actor actor);
}

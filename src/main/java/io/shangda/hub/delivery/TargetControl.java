package io.shangda.hub.delivery;

import io.shangda.hub.record.Actor;
import io.shangda.hub.record.TargetId;

/** What a person can do to a target. */
public interface TargetControl {

  /** Stops sending: at once on this node, within a second on the others. */
  void pause(TargetId target, Actor actor);

  /** Sends again; also ends what the hub paused by itself, and closes the breaker. */
  void resume(TargetId target, Actor actor);

  /**
   * Makes one due delivery go out at the next claim although the target is paused; sending goes on
   * only after resume.
   *
   * @return false if nothing is due
   */
  boolean probe(TargetId target, Actor actor);
}

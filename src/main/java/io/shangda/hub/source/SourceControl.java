package io.shangda.hub.source;

import io.shangda.hub.record.Actor;
import io.shangda.hub.record.SourceId;

/** What a person can do to a source. */
public interface SourceControl {

  /** Makes the source due now. */
  void pullNow(SourceId source, Actor actor);

  /** Pulls no more after the page under way. */
  void pause(SourceId source, Actor actor);

  /** Pulls again; also ends what the hub paused by itself. */
  void resume(SourceId source, Actor actor);
}

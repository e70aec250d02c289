package io.shangda.hub.delivery;

import io.shangda.hub.record.Actor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that a target refused for good (Dead Letter Channel): replayed or closed by a person.
 */
public interface DeadLetters {

  /**
   * Which dead letters; a null component does not restrict.
   *
   * @param message text that the target's message contains
   */
  record Filter(
      @Nullable Long delivery,
      @Nullable Long record,
      @Nullable String target,
      @Nullable String source,
      @Nullable String type,
      @Nullable String message) {}

  /**
   * What an action did, or would do.
   *
   * @param found dead letters that fit the filter
   * @param changed of these, acted upon
   * @param superseded of these, replaced because a newer version exists
   * @param examples the first ten, each {@code <source>/<type>/<key> version n at <target>:
   *     message}
   */
  record Outcome(int found, int changed, int superseded, List<String> examples) {}

  /** Sends again what fits; with {@code dryRun} only says what would happen. */
  Outcome replay(Filter filter, boolean dryRun, Actor actor);

  /** Gives up what fits, with the person's reason. */
  Outcome close(Filter filter, boolean dryRun, Actor actor);
}

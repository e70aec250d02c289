package io.shangda.hub.intake;

import io.shangda.hub.record.Actor;
import org.jspecify.annotations.Nullable;

/** What can be done with kept content: run intake again, erase it. */
public interface Content {

  /**
   * Runs intake again, on kept content, for the newest version of each record that fits; the answer
   * is the run's id.
   *
   * @param state state of the newest version ({@code rejected}, {@code held}, {@code planned});
   *     null: any
   */
  long reprocess(String source, @Nullable String type, @Nullable String state, Actor actor);

  /**
   * Erases a record's content everywhere but keeps hashes and events; says which backups still hold
   * it.
   */
  String purge(long record, Actor actor);
}

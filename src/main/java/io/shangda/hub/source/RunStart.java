package io.shangda.hub.source;

import org.jspecify.annotations.Nullable;

/** Tells a run that begins at the start of the source's list from one that goes on in it. */
public final class RunStart {
  private RunStart() {}

  /** True if a run with this cursor asks for the first page there is. */
  public static boolean isAt(@Nullable String cursor) {
    RunCursor run = RunCursor.of(cursor);
    return run.pages() == 0 && run.state().isEmpty();
  }
}

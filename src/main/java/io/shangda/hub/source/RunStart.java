package io.shangda.hub.source;

import io.shangda.hub.config.SourceConfig;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a run that begins at the start of the source's list from one that goes on in it. */
public final class RunStart {
  private static final Set<String> SNAPSHOTS = Set.of("none", "page", "offset", "link");

  private RunStart() {}

  /** True if every run of the source reads its whole list, so that beginning anew loses nothing. */
  public static boolean isSnapshot(SourceConfig source) {
    String style = source.options().path("paging").path("style").asText("none");
    return source.connector().equals("pull-http-json") && SNAPSHOTS.contains(style);
  }

  /** True if a run with this cursor asks for the first page there is. */
  public static boolean isAt(@Nullable String cursor) {
    RunCursor run = RunCursor.of(cursor);
    return run.pages() == 0 && run.state().isEmpty();
  }
}

package io.shangda.hub.source;

import io.shangda.hub.record.RawRecord.Unreadable;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came with a page: the answer's own headers, and apart from them what the connector says of
 * it. The two are never mixed, or a source could say by a header what only a connector may.
 *
 * @param headers of the answer, by lower-case name: data, never obeyed
 * @param nextCursor where the next call goes on, whatever {@code paging} says; null: as paging says
 * @param end whether the run has nothing more, whatever {@code paging} says; null: as paging says
 * @param askedAt when the page was asked for; null: when it was received
 * @param unreadable the page is there but cannot be given: it counts as this one record; null: it
 *     is given
 */
public record Told(
    Map<String, String> headers,
    @Nullable String nextCursor,
    @Nullable Boolean end,
    @Nullable Instant askedAt,
    @Nullable Unreadable unreadable) {
  /** A page and nothing with it. */
  public static final Told NOTHING = new Told(Map.of(), null, null, null, null);

  public Told {
    headers = Map.copyOf(headers);
  }
}

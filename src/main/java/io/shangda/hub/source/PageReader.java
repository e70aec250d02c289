package io.shangda.hub.source;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads a page as received into raw records, the next cursor and the end. */
public interface PageReader {

  /**
   * The page's records, and where it leads.
   *
   * @param cursor the cursor this page was asked for with; null on the very first pull
   * @param told what came with the page
   * @throws PullFailure if there is no page in it at all
   */
  Page read(SourceConfig source, RawPage raw, @Nullable String cursor, Told told)
      throws PullFailure;

  /**
   * The end of a run whose source had nothing more to give where another page was asked for: it
   * answered without a body (204), or that there is no such page. Without it the run would begin
   * there for ever.
   *
   * @param cursor the cursor the page was asked for with
   * @param why this proves less than an empty page does; null if it proves as much
   * @return null if it was the run's first page: then there is nothing at all
   */
  default @Nullable Page nothing(
      SourceConfig source, @Nullable String cursor, Instant at, @Nullable String why)
      throws PullFailure {
    return null;
  }
}

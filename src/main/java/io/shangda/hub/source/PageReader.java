package io.shangda.hub.source;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
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
}

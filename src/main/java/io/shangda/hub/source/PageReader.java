package io.shangda.hub.source;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a page as received into raw records, the next cursor and the end. */
public interface PageReader {

  /**
   * @param cursor the cursor this page was asked for with; null on the very first pull
   * @param headers of the answer, by lower-case name
   * @throws PullFailure if there is no page in it at all
   */
  Page read(SourceConfig source, RawPage raw, @Nullable String cursor, Map<String, String> headers)
      throws PullFailure;
}

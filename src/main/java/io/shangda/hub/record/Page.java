package io.shangda.hub.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a pull: what intake commits in one transaction.
 *
 * @param nextCursor where the next pull goes on once this page is committed; null leaves the cursor
 *     as it is
 * @param end true if the run has nothing more to pull
 */
public record Page(
    RawPage raw, List<RawRecord> records, @Nullable String nextCursor, boolean end) {}

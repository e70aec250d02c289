package io.shangda.hub.intake;

import io.shangda.hub.record.SourceId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The right to pull a source, for one run.
 *
 * @param token every page's commit is conditional on it
 * @param cursor where the run begins; null on the very first pull
 * @param lease renewed by every page's commit
 */
public record PullClaim(
    SourceId source, long run, long token, @Nullable String cursor, Duration lease) {}

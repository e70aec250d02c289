package io.shangda.hub.operate.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a change. */
@Schema(example = "{\"reason\": \"Checked with the county office by telephone\"}")
record Reason(
    @Schema(description = "Why, in your own words; kept in the audit event")
        @Nullable String reason) {}

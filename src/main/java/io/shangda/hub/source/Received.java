package io.shangda.hub.source;

import io.shangda.hub.record.RawPage;

/** What a connector gave for one page. */
public record Received(RawPage raw, Told told) {}

package io.shangda.hub.source;

import io.shangda.hub.record.RawPage;
import java.util.Map;

/**
 * What a connector gave for one page.
 *
 * @param headers of the answer, by lower-case name
 */
public record Received(RawPage raw, Map<String, String> headers) {}

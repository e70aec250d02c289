package io.shangda.hub.record;

import java.time.Instant;

/**
 * A page or file exactly as received; kept once, addressed by its hash.
 *
 * @param place where it came from in words an operator can follow: file name, or URL without
 *     secrets
 * @param mediaType as the source said, or the connector's guess
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
public record RawPage(byte[] content, String mediaType, String place, Instant receivedAt) {}

package io.shangda.hub.operate.query;

/** How many record versions of a source and type are in a state. */
public record RecordCount(String source, String type, String state, long count) {}

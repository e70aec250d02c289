package io.shangda.hub.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.record.RawRecord;
import java.util.List;

/**
 * A page taken apart.
 *
 * @param envelope the page without its records; missing if it is nothing else
 * @param list true if there was a list of records, or null in its place; false if the page has
 *     nothing where the list should be
 * @param none true if null stands in the place of the list
 * @param cut true if the page ends before its end: what follows the records is not known
 */
record Decoded(
    List<RawRecord> records, JsonNode envelope, boolean list, boolean none, boolean cut) {}

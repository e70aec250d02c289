/**
 * Plain values that every other package speaks in: records and their keys, hashes, pages, findings,
 * the words of a reply. Nothing here touches a database, a network or a clock.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.record;

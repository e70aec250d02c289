/**
 * Pulling: turning what a lower system answers into pages of raw records and cursors (Polling
 * Consumer). Entry points: {@link io.shangda.hub.source.PageReader} for what was fetched, {@code
 * DropFolder} for files.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.source;

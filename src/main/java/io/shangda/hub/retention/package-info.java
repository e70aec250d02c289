/**
 * Takes away what was kept long enough: content of pages and records, finished deliveries, ended
 * runs. Hashes and events stay, the ledger adds up before and after, and nothing that is unresolved
 * is touched. Begins at {@link io.shangda.hub.retention.Pruning}.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.retention;

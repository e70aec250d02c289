/**
 * Seals: leaves are chained, counted and signed with a key that the site holds, by one node at a
 * time. Entry point: {@link io.shangda.hub.audit.seal.Sealer}.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.audit.seal;

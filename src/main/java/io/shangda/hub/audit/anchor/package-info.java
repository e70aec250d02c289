/**
 * Anchors: the newest seal's hash leaves the machine, so that even who owns database and key cannot
 * rebuild the chain unseen. Entry point: {@link io.shangda.hub.audit.anchor.Anchoring}.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.audit.anchor;

package io.shangda.hub.audit.proof;

import org.jspecify.annotations.Nullable;

/**
 * A leaf at its place in a seal.
 *
 * @param place in the seal's tree, from 0
 * @param content null if the seal names it and there is none
 */
record LeafRow(long seal, int place, long leaf, @Nullable Content content) {

  /**
   * What the leaf says of its events.
   *
   * @param marks begin of each event's hash
   */
  record Content(int events, String root, String marks) {}
}

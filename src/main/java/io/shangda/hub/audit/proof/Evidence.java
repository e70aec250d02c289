package io.shangda.hub.audit.proof;

import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Evidence as it is sealed. Everything comes in the order of seals, within a seal in the order of
 * leaves, within a leaf in that of events; nothing is held in memory beyond a few thousand rows.
 */
public interface Evidence extends AutoCloseable {
  Iterator<SealRow> seals();

  Iterator<LeafRow> leaves();

  Iterator<EventRow> events();

  List<KeyRow> keys();

  /** Anchors that are kept with the evidence. */
  List<Anchor> anchors();

  /** The newest seal that it says it has. */
  Newest newest();

  /**
   * The end of a chain.
   *
   * @param seal 0 before the first
   */
  record Newest(long seal, String hash) {}

  /** What else is wrong with it, and only it can know. */
  void ownDamage(Consumer<Damage> found);

  @Override
  default void close() {}
}

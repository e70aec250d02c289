package io.shangda.hub.audit.proof;

import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

  /** What its first seal follows. */
  default Begin begin() {
    return Begin.OF_ALL;
  }

  /** The newest seal that it says it has. */
  Newest newest();

  /**
   * The end of a chain.
   *
   * @param seal 0 before the first
   */
  record Newest(long seal, String hash) {}

  /**
   * The seal before the first one: those up to it are archived.
   *
   * @param seal 0 if none is
   * @param vouched whether an event of this evidence must say so; an archive itself is compared
   *     with the one before it
   */
  record Begin(long seal, String hash, boolean vouched) {
    static final Begin OF_ALL = new Begin(0, "", false);
  }

  /** What was sent and answered, where the evidence has that with it. */
  default @Nullable Exchanges exchanges() {
    return null;
  }

  /** What else is wrong with it, and only it can know. */
  void ownDamage(Consumer<Damage> found);

  @Override
  default void close() {}
}

package io.shangda.hub.model;

import org.jspecify.annotations.Nullable;

/**
 * One thing that happens. Its numbers are taken modulo what there is when it happens, so that it
 * means something wherever it stands, and nothing if there is nothing to do.
 *
 * @param a which node, source or target
 * @param b which record, run or batch
 * @param c how
 * @param cut at which commit its node ends: 0 at none, n before the n-th, -n after it
 * @param other what happens between two of its transactions; null if nothing
 * @param before which connection of its node the other comes
 */
record Step(Kind kind, int a, int b, int c, int cut, @Nullable Step other, int before) {

  /** What happens; the number says how often, among all. */
  enum Kind {
    NEW_CASE(10),
    NEW_STEP(10),
    CHANGE(10),
    FLAW(7),
    DELETE(3),
    VANISH(4),
    APPEAR(3),
    LATE_VERSION(2),
    LATE_COMMIT(2),
    VISIT(2),
    EARLY_VERSION(2),
    TWICE(2),
    CAP(2),
    PULL(14),
    BEGIN_PULL(7),
    PAGE(16),
    PULL_NOW(1),
    PAUSE_SOURCE(3),
    RESUME_SOURCE(4),
    CLAIM(10),
    SEND(14),
    SETTLE(10),
    DELIVER(12),
    LAND(3),
    SWEEP(3),
    PAUSE_TARGET(2),
    RESUME_TARGET(3),
    PROBE(1),
    REFUSE_AT_TARGET(2),
    LOSE(4),
    HAVE_FROM_ELSEWHERE(1),
    REPAIR(4),
    REPLAY(3),
    CLOSE(2),
    RELEASE(4),
    REFUSE(2),
    PURGE(2),
    REPROCESS(3),
    LET_GO(3),
    KEEP(1),
    UNDO(2),
    APPLY(2),
    KILL(2),
    SECONDS(6),
    LEASE(4),
    MINUTES(5),
    CLOCK(1),
    PRUNE(1),
    BACK_UP(2),
    RESTORE(2);

    final int weight;

    Kind(int weight) {
      this.weight = weight;
    }
  }

  /** The same without what makes it special. */
  Step plain() {
    return new Step(kind, a, b, c, 0, null, 0);
  }
}

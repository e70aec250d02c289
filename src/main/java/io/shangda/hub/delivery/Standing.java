package io.shangda.hub.delivery;

import io.shangda.hub.record.Operation;
import org.jspecify.annotations.Nullable;

/**
 * How a record stands with a target.
 *
 * @param waiting a delivery waits
 * @param batched a delivery has a batch
 * @param leaving what is under way will withdraw it there
 * @param accepted what the target accepted last; null if nothing
 * @param targetKey the target's own key of what it accepted last
 */
record Standing(
    boolean waiting,
    boolean batched,
    boolean leaving,
    @Nullable Operation accepted,
    @Nullable String targetKey) {
  static final Standing NONE = new Standing(false, false, false, null, null);

  /** True if the target has the record now. */
  boolean present() {
    return accepted != null && accepted != Operation.WITHDRAW;
  }

  /**
   * True if a child may be inserted now: it has the record, and nothing under way takes it away.
   */
  boolean takesChildren() {
    return present() && !leaving;
  }

  boolean open() {
    return waiting || batched;
  }

  /** What the next delivery asks of the target; null if there is nothing to withdraw. */
  @Nullable Operation next(boolean deleted) {
    if (deleted) {
      return present() ? Operation.WITHDRAW : null;
    }
    return present() ? Operation.UPDATE : Operation.INSERT;
  }
}

package io.shangda.hub.audit.proof;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Looks at the next row without taking it. */
final class Peek<T> {
  private final Iterator<T> rows;
  private @Nullable T next;

  Peek(Iterator<T> rows) {
    this.rows = rows;
  }

  /** Null at the end. */
  @Nullable T look() {
    if (next == null && rows.hasNext()) {
      next = rows.next();
    }
    return next;
  }

  T take() {
    T taken = look();
    if (taken == null) {
      throw new NoSuchElementException();
    }
    next = null;
    return taken;
  }
}

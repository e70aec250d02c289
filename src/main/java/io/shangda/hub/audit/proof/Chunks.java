package io.shangda.hub.audit.proof;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;

/** Rows that are fetched some at a time. */
final class Chunks<T> implements Iterator<T> {
  private final Supplier<Optional<List<T>>> next;
  private Iterator<T> chunk = List.<T>of().iterator();

  /**
   * @param next the next rows, perhaps none of them; empty at the end
   */
  Chunks(Supplier<Optional<List<T>>> next) {
    this.next = next;
  }

  @Override
  public boolean hasNext() {
    while (!chunk.hasNext()) {
      Optional<List<T>> more = next.get();
      if (more.isEmpty()) {
        return false;
      }
      chunk = more.get().iterator();
    }
    return true;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return chunk.next();
  }
}

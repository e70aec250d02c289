package io.shangda.hub.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Which connection each thread holds: never two. If every thread that holds one waited for another,
 * as many of them as there are connections would wait for each other for good.
 */
final class HeldConnections {
  private final ThreadLocal<@Nullable Connection> ofThread = new ThreadLocal<>();

  /** Asks the pool. */
  @FunctionalInterface
  interface Pool {
    Connection get() throws SQLException;
  }

  /**
   * Runs work on a connection of its own.
   *
   * @throws IllegalStateException if this thread holds one already: a mistake of the caller, which
   *     has to do all of it on the connection it has
   */
  <T> T with(Pool pool, Database.Work<T> work) throws SQLException {
    if (ofThread.get() != null) {
      throw new IllegalStateException(
          "A second database connection was asked for by a thread that holds one; nothing of its"
              + " transaction is kept");
    }
    try (Connection connection = pool.get()) {
      ofThread.set(connection);
      return work.run(connection);
    } finally {
      ofThread.remove();
    }
  }

  /** What this thread holds; null if it holds none. */
  @Nullable Connection mine() {
    return ofThread.get();
  }
}

package io.shangda.hub.operate.access;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where passwords are derived, which is meant to be dear: a few at a time and a short queue, or
 * whoever guesses takes the processors from the hub's work.
 */
final class Derivations {
  private static final int MOST_AT_ONCE = 2;

  private final ThreadPoolExecutor pool;

  /**
   * @param atOnce threads
   * @param waiting more than so many are turned away
   */
  Derivations(int atOnce, int waiting) {
    pool =
        new ThreadPoolExecutor(
            atOnce,
            atOnce,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            work -> {
              Thread thread = new Thread(work, "password");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  /** Two at once, but never all processors; 32 wait. */
  static Derivations ofThisMachine() {
    int processors = Runtime.getRuntime().availableProcessors();
    return new Derivations(Math.max(1, Math.min(MOST_AT_ONCE, processors - 1)), 32);
  }

  /** What the work gives; empty if too many wait already. */
  <T> Optional<T> run(Callable<T> work) {
    Future<T> done;
    try {
      done = pool.submit(work);
    } catch (RejectedExecutionException e) {
      return Optional.empty();
    }
    try {
      return Optional.of(done.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("A password could not be derived", e.getCause());
    }
  }
}

package io.shangda.hub.operate.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down guessing: after five failures in a row a key (a user name from one address, say) is
 * locked for 30 seconds, and twice as long with each further failure, up to 15 minutes. Kept in
 * memory, for each node by itself; the 10,000 keys that failed last are remembered.
 */
final class LoginThrottle {
  private static final int FREE_FAILURES = 5;
  private static final Duration FIRST_LOCK = Duration.ofSeconds(30);
  private static final Duration LONGEST_LOCK = Duration.ofMinutes(15);
  private static final int REMEMBERED = 10_000;

  /**
   * @param locked from when it failed last
   */
  private record Failures(int count, long failedNanos, Duration locked) {}

  private final LongSupplier nanoTime;
  private final Map<String, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * @param nanoTime a clock that is never set: a lock must not last an hour because the other is
   */
  LoginThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** How long no attempt is looked at; zero if it may be tried. */
  synchronized Duration lockedFor(String key) {
    Failures known = failures.get(key);
    if (known == null) {
      return Duration.ZERO;
    }
    Duration left = known.locked().minusNanos(nanoTime.getAsLong() - known.failedNanos());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * Counts a failure.
   *
   * @return true if this one locks the key
   */
  synchronized boolean failed(String key) {
    Failures known = failures.getOrDefault(key, new Failures(0, 0, Duration.ZERO));
    int count = known.count() + 1;
    boolean locks = count >= FREE_FAILURES;
    failures.put(
        key, new Failures(count, nanoTime.getAsLong(), locks ? lock(count) : Duration.ZERO));
    return locks;
  }

  synchronized void succeeded(String key) {
    failures.remove(key);
  }

  private static Duration lock(int count) {
    int doublings = Math.min(count - FREE_FAILURES, 10);
    Duration lock = FIRST_LOCK.multipliedBy(1L << doublings);
    return lock.compareTo(LONGEST_LOCK) > 0 ? LONGEST_LOCK : lock;
  }
}

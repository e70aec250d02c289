package io.shangda.hub.operate.access;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Slows down guessing. An attempt is counted before it is tried, so that a hundred at once are not
 * tried a hundred times; a right one is taken back. Counted are a name from one address (5 free,
 * then 30 seconds of lock, twice as long with each further one, up to 15 minutes), all names from
 * one address (30 free), and one name from all addresses (60 free, 30 seconds each). The latter two
 * do not lock who was right before from the same address: neither a stranger elsewhere nor a
 * neighbour behind the same proxy shuts a user out. Kept in memory, for each node by itself.
 */
final class LoginThrottle {
  private static final Duration FIRST_LOCK = Duration.ofSeconds(30);
  private static final Duration LONGEST_LOCK = Duration.ofMinutes(15);
  private static final Duration FORGOTTEN = Duration.ofHours(1);
  private static final int REMEMBERED = 10_000;

  /** What is counted. */
  private enum Bucket {
    PLACE(5, LONGEST_LOCK),
    ADDRESS(30, LONGEST_LOCK),
    NAME(60, FIRST_LOCK);

    final int free;
    final Duration longest;

    Bucket(int free, Duration longest) {
      this.free = free;
      this.longest = longest;
    }

    Duration lock(int count) {
      if (count < free) {
        return Duration.ZERO;
      }
      Duration lock = FIRST_LOCK.multipliedBy(1L << Math.min(count - free, 10));
      return lock.compareTo(longest) > 0 ? longest : lock;
    }
  }

  private record Failures(int count, long atNanos) {}

  private final LongSupplier nanoTime;
  private final Map<Bucket, Map<String, Failures>> failures = new EnumMap<>(Bucket.class);
  private final Map<String, Boolean> rightBefore = remembering();

  /**
   * @param nanoTime a clock that is never set: a lock must not last an hour because the other is
   */
  LoginThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    for (Bucket bucket : Bucket.values()) {
      failures.put(bucket, remembering());
    }
  }

  /** How long no attempt is looked at; zero if one may be tried. */
  synchronized Duration lockedFor(String name, String address) {
    Duration longest = Duration.ZERO;
    for (Map.Entry<Bucket, String> key : keys(name, address).entrySet()) {
      Duration left = left(key.getKey(), key.getValue());
      longest = left.compareTo(longest) > 0 ? left : longest;
    }
    return longest;
  }

  /**
   * Counts an attempt that is about to be tried.
   *
   * @return how long it must not be tried; zero: try it, and tell if it was right
   */
  synchronized Duration begin(String name, String address) {
    Duration locked = lockedFor(name, address);
    if (locked.isZero()) {
      keys(name, address).forEach(this::count);
    }
    return locked;
  }

  /** Counts and tries in one step what takes no time; false also if it is locked. */
  synchronized boolean tryAtOnce(String name, String address, BooleanSupplier right) {
    if (!begin(name, address).isZero() || !right.getAsBoolean()) {
      return false;
    }
    succeeded(name, address);
    return true;
  }

  /** The attempt that was begun was right. */
  synchronized void succeeded(String name, String address) {
    Map<Bucket, String> keys = keys(name, address);
    String place = place(name, address);
    bucket(Bucket.PLACE).remove(place);
    keys.forEach(this::takeBack);
    rightBefore.put(place, Boolean.TRUE);
  }

  private void takeBack(Bucket bucket, String key) {
    Failures known = bucket(bucket).remove(key);
    if (known != null && known.count() > 1) {
      bucket(bucket).put(key, new Failures(known.count() - 1, known.atNanos()));
    }
  }

  private void count(Bucket bucket, String key) {
    Failures known = bucket(bucket).get(key);
    long now = nanoTime.getAsLong();
    boolean fresh = known != null && now - known.atNanos() < FORGOTTEN.toNanos();
    bucket(bucket).put(key, new Failures(fresh && known != null ? known.count() + 1 : 1, now));
  }

  private Duration left(Bucket bucket, String key) {
    Failures known = bucket(bucket).get(key);
    if (known == null) {
      return Duration.ZERO;
    }
    Duration left = bucket.lock(known.count()).minusNanos(nanoTime.getAsLong() - known.atNanos());
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Map<Bucket, String> keys(String name, String address) {
    Map<Bucket, String> keys = new EnumMap<>(Bucket.class);
    String place = place(name, address);
    keys.put(Bucket.PLACE, place);
    if (!rightBefore.containsKey(place)) {
      keys.put(Bucket.ADDRESS, address);
      keys.put(Bucket.NAME, name.toLowerCase(Locale.ROOT));
    }
    return keys;
  }

  private static String place(String name, String address) {
    return name.toLowerCase(Locale.ROOT) + "\n" + address;
  }

  private Map<String, Failures> bucket(Bucket bucket) {
    return failures.computeIfAbsent(bucket, b -> remembering());
  }

  private static <V> Map<String, V> remembering() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }
}

package io.shangda.hub.operate.signal;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is read anew at most once in ten seconds, and less often if reading takes long: the
 * next read waits two hundred times as long as the last one took, so that watching costs the
 * database at most half a percent of one connection at any size.
 */
final class Cached<T> {
  private static final Duration LEAST_AGE = Duration.ofSeconds(10);
  private static final int COST_FACTOR = 200;

  private final Supplier<T> reader;
  private final LongSupplier nanoTime;
  private @Nullable T value;
  private long nextReadAt;

  Cached(Supplier<T> reader) {
    this(reader, System::nanoTime);
  }

  Cached(Supplier<T> reader, LongSupplier nanoTime) {
    this.reader = reader;
    this.nanoTime = nanoTime;
  }

  synchronized T get() {
    T known = value;
    long start = nanoTime.getAsLong();
    if (known != null && start - nextReadAt < 0) {
      return known;
    }
    T read = reader.get();
    long end = nanoTime.getAsLong();
    value = read;
    nextReadAt = end + Math.max(LEAST_AGE.toNanos(), (end - start) * COST_FACTOR);
    return read;
  }
}

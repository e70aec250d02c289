package io.shangda.hub.intake;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether this node still looks for due sources. A route whose thread died says nothing, and a node
 * that pulls nothing must not seem ready.
 */
public final class PullPulse {
  private static final Duration SILENCE = Duration.ofMinutes(1);
  private static final Duration STANDSTILL = Duration.ofMinutes(15);

  private final LongSupplier nanos;
  private volatile long looked;
  private volatile long moved;
  private volatile boolean begun;
  private volatile boolean full;
  private volatile boolean lost;

  /** By the clock of the process, which nobody sets. */
  public PullPulse() {
    this(System::nanoTime);
  }

  PullPulse(LongSupplier nanos) {
    this.nanos = nanos;
    this.looked = nanos.getAsLong();
    this.moved = looked;
  }

  /**
   * Due sources were looked for.
   *
   * @param free slots
   * @param underWay pulls
   */
  public void looked(int free, int underWay) {
    looked = nanos.getAsLong();
    begun = true;
    full = free == 0;
    lost = full && underWay == 0;
  }

  /** A pull began a page or ended. */
  public void moved() {
    moved = nanos.getAsLong();
  }

  /**
   * Why this node pulls nothing any more; null if it does, or would if something were due. A node
   * whose routes do not start does not start itself.
   */
  public @Nullable String trouble() {
    if (begun && nanos.getAsLong() - looked > SILENCE.toNanos()) {
      return "no due source was looked for since a minute; restart this node";
    }
    if (full && nanos.getAsLong() - moved > STANDSTILL.toNanos()) {
      return "all slots are taken and no pull came to another page since a quarter of an hour;"
          + " restart this node";
    }
    return lost ? "all slots are taken and nothing is pulled; restart this node" : null;
  }
}

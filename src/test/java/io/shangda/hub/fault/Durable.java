package io.shangda.hub.fault;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a node after which something stands, as the wires show them, and the one at which
 * the node is to be killed.
 */
final class Durable {
  /** Just before a step can happen, or when it has happened and the node does not know it yet. */
  enum Moment {
    BEFORE,
    AFTER
  }

  record Point(String step, Moment moment) {}

  private static final Logger LOG = LoggerFactory.getLogger(Durable.class);

  private final AtomicReference<Point> armed = new AtomicReference<>();
  private final Set<String> seen = new ConcurrentSkipListSet<>();
  private volatile Runnable kill = () -> {};
  private volatile boolean struck;

  /**
   * @param kill what happens at the armed point; the wire holds still meanwhile
   */
  void arm(Point point, Runnable kill) {
    this.kill = kill;
    struck = false;
    armed.set(point);
  }

  /** True once the armed point has come and the node is dead. */
  boolean struck() {
    return struck;
  }

  /**
   * A step is about to happen, or has happened.
   *
   * @return true if the node was killed for it: the wire must not carry on
   */
  boolean at(String step, Moment moment) {
    if (seen.add(step)) {
      LOG.info("Durable step: {}", step);
    }
    Point point = armed.get();
    if (point != null
        && point.equals(new Point(step, moment))
        && armed.compareAndSet(point, null)) {
      kill.run();
      struck = true;
      return true;
    }
    return false;
  }

  /** All steps that were seen since the beginning. */
  Set<String> seen() {
    return seen;
  }
}

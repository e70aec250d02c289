package io.shangda.hub.push;

import io.shangda.hub.config.TargetConfig;
import java.util.List;

/**
 * A batch this node holds a lease on.
 *
 * @param token every commit of its outcome is conditional on this
 * @param attempt counted from 1
 * @param reached true if an earlier attempt may have reached the target, so that "already there" is
 *     an acceptance
 * @param pace when its requests may start
 * @param deadlineNanos {@link System#nanoTime()} after which no further request of it is started
 * @param records deliveries of the batch, those included that this claim may not send yet
 * @param target as configured now: where to send, how fast, how the replies are read
 * @param blueprint what the bytes are made by
 */
public record Claimed(
    long batch,
    int records,
    TargetConfig target,
    Blueprint blueprint,
    long token,
    int attempt,
    boolean reached,
    Pace pace,
    long deadlineNanos,
    List<Delivery> deliveries) {

  /**
   * Whether a request may still be started. The first of a claim may be late for its slot, else a
   * slow machine would get nothing done; none has a slot that was not reserved, where a batch turns
   * out to need more requests than were foreseen.
   *
   * @param place of the request in the claim, from 0
   */
  public boolean mayStart(int place, long nowNanos) {
    return nowNanos - deadlineNanos < 0 && (place == 0 || pace.has(place, nowNanos));
  }

  /** The same claim, for other slots. */
  public Claimed with(Pace other) {
    return with(other, deliveries);
  }

  /** The same claim, for some of its deliveries only. */
  public Claimed with(List<Delivery> some) {
    return with(pace, List.copyOf(some));
  }

  private Claimed with(Pace slots, List<Delivery> carried) {
    return new Claimed(
        batch, records, target, blueprint, token, attempt, reached, slots, deadlineNanos, carried);
  }
}

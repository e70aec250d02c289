package io.shangda.hub.delivery;

import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Numbers;
import io.shangda.hub.store.Rows;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * New batches under construction in one transaction: each target's deliveries, cut to the target's
 * batch size.
 */
final class Batches {
  private static final class Open {
    final long id;
    int records;

    Open(long id) {
      this.id = id;
    }
  }

  private final Numbers numbers;
  private final Instant due;
  private final long config;
  private final Map<TargetId, Open> open = new HashMap<>();
  private final Map<TargetId, TargetConfig> targets = new HashMap<>();
  private final Rows rows =
      new Rows("batch", "id", "target", "due_at", "records", "request", "config");

  Batches(Numbers numbers, Instant due, long config) {
    this.numbers = numbers;
    this.due = due;
    this.config = config;
  }

  /** The batch the next delivery for this target belongs to. */
  long next(TargetConfig target) {
    targets.put(target.id(), target);
    Open batch = open.computeIfAbsent(target.id(), t -> new Open(numbers.next()));
    if (batch.records == target.batch().records()) {
      close(target, batch);
      batch = new Open(numbers.next());
      open.put(target.id(), batch);
    }
    batch.records++;
    return batch.id;
  }

  /** All rows to insert. Call once, at the end. */
  Rows rows() {
    open.forEach(
        (target, batch) -> close(java.util.Objects.requireNonNull(targets.get(target)), batch));
    open.clear();
    return rows;
  }

  Set<TargetId> targets() {
    return Set.copyOf(targets.keySet());
  }

  private void close(TargetConfig target, Open batch) {
    rows.add(batch.id, target.id().value(), due, batch.records, target.batch().request(), config);
  }
}

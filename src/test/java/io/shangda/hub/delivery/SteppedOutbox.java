package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.store.Database;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** An outbox whose waits are the same each time. */
public final class SteppedOutbox {
  private SteppedOutbox() {}

  public static Outbox create(
      Database database, CurrentConfig config, Clock clock, String node, RandomGenerator random) {
    return Outbox.create(
        database,
        config,
        new AuditLog(database, clock),
        clock,
        database.read(Epochs::read),
        node,
        new Backoff(random));
  }
}

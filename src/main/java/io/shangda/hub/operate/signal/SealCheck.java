package io.shangda.hub.operate.signal;

import io.shangda.hub.audit.seal.SealLag;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.StoreException;
import io.smallrye.health.api.Wellness;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Well only while evidence is sealed in time. No node is taken out of service for it: all share the
 * chain, and what waits is not lost.
 */
@Wellness
class SealCheck implements HealthCheck {
  private final Database database;

  SealCheck(Database database) {
    this.database = database;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder check = HealthCheckResponse.named("evidence-sealed");
    try {
      SealLag lag = SealLag.of(database);
      return check
          .status(!lag.tooLong())
          .withData("unsealed", lag.leaves())
          .withData("lag-seconds", lag.age().toSeconds())
          .build();
    } catch (StoreException e) {
      return check.down().withData("reason", "the database does not answer").build();
    }
  }
}

package io.shangda.hub.operate.signal;

import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import io.shangda.hub.store.StoreException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready only if the hub's own tables answer; a reachable but empty database is not enough. */
@Readiness
class DatabaseCheck implements HealthCheck {
  private final Database database;

  DatabaseCheck(Database database) {
    this.database = database;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder check = HealthCheckResponse.named("database");
    try {
      long epochs =
          database.read(
              c -> Sql.list(c, "select count(*) from hub_epoch", row -> row.getLong(1)).get(0));
      return check.status(epochs > 0).withData("kind", database.dialect().name()).build();
    } catch (StoreException e) {
      return check.down().withData("kind", database.dialect().name()).build();
    }
  }
}

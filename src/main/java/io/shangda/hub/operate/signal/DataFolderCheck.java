package io.shangda.hub.operate.signal;

import io.shangda.hub.store.DataFolder;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while the embedded database has room to grow. */
@Readiness
class DataFolderCheck implements HealthCheck {
  private final DataFolder folder;

  DataFolderCheck(DataFolder folder) {
    this.folder = folder;
  }

  @Override
  public HealthCheckResponse call() {
    return folder
        .trouble()
        .map(why -> HealthCheckResponse.named("data-folder").down().withData("reason", why).build())
        .orElseGet(() -> HealthCheckResponse.up("data-folder"));
  }
}

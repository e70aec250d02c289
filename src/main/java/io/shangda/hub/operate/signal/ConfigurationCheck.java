package io.shangda.hub.operate.signal;

import io.shangda.hub.config.CurrentConfig;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only with a configuration; its version tells whether all nodes run the same. */
@Readiness
class ConfigurationCheck implements HealthCheck {
  private final CurrentConfig config;

  ConfigurationCheck(CurrentConfig config) {
    this.config = config;
  }

  @Override
  public HealthCheckResponse call() {
    long version = config.version();
    return HealthCheckResponse.named("configuration")
        .status(version > 0)
        .withData("version", version)
        .withData("sources", config.get().sources().size())
        .withData("targets", config.get().targets().size())
        .build();
  }
}

package io.shangda.hub.operate.signal;

import io.shangda.hub.intake.Pulls;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while due sources are looked for; a source that is away makes no node unready. */
@Readiness
class PullCheck implements HealthCheck {
  private final Pulls pulls;

  PullCheck(Pulls pulls) {
    this.pulls = pulls;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder check = HealthCheckResponse.named("pulls");
    String trouble = pulls.pulse().trouble();
    return trouble == null ? check.up().build() : check.down().withData("reason", trouble).build();
  }
}

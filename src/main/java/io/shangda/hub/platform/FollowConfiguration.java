package io.shangda.hub.platform;

import io.shangda.hub.intake.Pulls;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Takes over a newly applied configuration while the hub runs. */
@Named("configuration")
@Singleton
public final class FollowConfiguration {
  private final ConfigRows rows;
  private final Pulls pulls;
  private final TargetRoutes routes;

  @Inject
  FollowConfiguration(ConfigRows rows, Pulls pulls, TargetRoutes routes) {
    this.rows = rows;
    this.pulls = pulls;
    this.routes = routes;
  }

  public void follow() throws Exception {
    if (rows.refresh()) {
      pulls.register();
      routes.addMissing();
    }
  }
}

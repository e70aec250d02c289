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
  private final ConnectionPool pool;
  private boolean half;

  @Inject
  FollowConfiguration(ConfigRows rows, Pulls pulls, TargetRoutes routes, ConnectionPool pool) {
    this.rows = rows;
    this.pulls = pulls;
    this.routes = routes;
    this.pool = pool;
  }

  /**
   * Takes over the newest row, if there is another one. What could not be done is done the next
   * time: every step can be repeated, and none is left out because one before it failed.
   */
  public synchronized void follow() throws Exception {
    half = rows.refresh() || half;
    if (half) {
      pool.fit(rows.get());
      pulls.register();
      routes.follow();
      half = false;
    }
  }
}

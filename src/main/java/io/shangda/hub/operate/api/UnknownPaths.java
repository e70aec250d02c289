package io.shangda.hub.operate.api;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * A path below {@code /api} that nothing answers is a problem as every other mistake, not a page.
 */
@ApplicationScoped
class UnknownPaths {
  /** Behind the API's own routes, before the server's page for what it does not know. */
  private static final int LAST = 15_000;

  void register(@Observes Router router) {
    router
        .route("/api/*")
        .order(LAST)
        .handler(
            context ->
                context
                    .response()
                    .setStatusCode(404)
                    .putHeader("Content-Type", "application/problem+json")
                    .end(
                        new JsonObject()
                            .put("type", "about:blank")
                            .put("title", "There is nothing at this path")
                            .put("status", 404)
                            .put("detail", "See /q/openapi for the paths there are.")
                            .encode()));
  }
}

package io.shangda.hub.operate.door;

import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Health without a login: up or down as a whole and by check, which is what a load balancer and a
 * monitor ask, also while the database is away and nobody can log in. The checks' data, with
 * versions, hosts and errors, are for those who may see the hub.
 */
@ApplicationScoped
class HealthForStrangers {
  private static final String ROOT = "/q/health";
  private static final Pattern KNOWN =
      Pattern.compile(ROOT + "(/(live|ready|started|well|group(/[^/]+)?))?/?");
  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  /** Behind the login and its policies, before what tells everything. */
  private static final int ORDER = -50;

  private final SmallRyeHealthReporter reporter;

  HealthForStrangers(SmallRyeHealthReporter reporter) {
    this.reporter = reporter;
  }

  void register(@Observes Router router) {
    for (String path : new String[] {ROOT, ROOT + "/*"}) {
      router.route(path).order(ORDER).handler(this::look);
    }
  }

  private void look(RoutingContext exchange) {
    if (!KNOWN.matcher(exchange.normalizedPath()).matches()) {
      new Refusal(
              404, "Not found", "Health is told at " + ROOT + ", /live, /ready, /started, /well")
          .answer(exchange);
      return;
    }
    if (!READING.contains(exchange.request().method())) {
      new Refusal(405, "Wrong method", "Health is asked for by GET").answer(exchange);
      return;
    }
    if (isViewer(exchange)) {
      exchange.next();
      return;
    }
    exchange
        .vertx()
        .executeBlocking(() -> health(exchange.normalizedPath()), false)
        .onSuccess(health -> tell(exchange, health))
        .onFailure(exchange::fail);
  }

  private SmallRyeHealth health(String path) {
    return switch (path.replaceFirst("/$", "")) {
      case ROOT + "/live" -> reporter.getLiveness();
      case ROOT + "/ready" -> reporter.getReadiness();
      case ROOT + "/started" -> reporter.getStartup();
      case ROOT + "/well" -> reporter.getWellness();
      default -> reporter.getHealth();
    };
  }

  private static boolean isViewer(RoutingContext exchange) {
    return exchange.user() instanceof QuarkusHttpUser user
        && user.getSecurityIdentity().hasRole("viewer");
  }

  private static void tell(RoutingContext exchange, SmallRyeHealth health) {
    exchange
        .response()
        .setStatusCode(health.isDown() ? 503 : 200)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=UTF-8")
        .end(
            new JsonObject()
                .put("status", health.isDown() ? "DOWN" : "UP")
                .put("checks", checks(health))
                .encode());
  }

  private static JsonArray checks(SmallRyeHealth health) {
    JsonArray checks = new JsonArray();
    health
        .getPayload()
        .getJsonArray("checks")
        .getValuesAs(jakarta.json.JsonObject.class)
        .forEach(
            check ->
                checks.add(
                    new JsonObject()
                        .put("name", check.getString("name", ""))
                        .put("status", check.getString("status", ""))));
    return checks;
  }
}

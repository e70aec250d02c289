package io.shangda.hub.operate.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.spi.runtime.AuthorizationFailureEvent;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Notes that a user wanted what is not his: the API, the console's pages, metrics. */
@ApplicationScoped
class Refusals {
  private final AccessLog log;
  private final ClientAddress addresses;

  Refusals(AccessLog log, ClientAddress addresses) {
    this.log = log;
    this.addresses = addresses;
  }

  void refused(@Observes AuthorizationFailureEvent event) {
    SecurityIdentity identity = event.getSecurityIdentity();
    if (identity == null || identity.isAnonymous()) {
      return; // a stranger is asked to log in, which is no refusal
    }
    Object found = event.getEventProperties().get(RoutingContext.class.getName());
    RoutingContext exchange = found instanceof RoutingContext context ? context : null;
    String what =
        exchange == null ? "" : exchange.request().method() + " " + exchange.request().path();
    log.note("access-refused", identity.getPrincipal().getName(), addresses.of(exchange), what);
  }
}

package io.shangda.hub.operate.door;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.shangda.hub.operate.access.AccessLog;
import io.shangda.hub.operate.access.ClientAddress;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks at every request before routing, login and the servlet container do, and sees to it that no
 * answer is kept: what the API tells is for its reader at this moment.
 */
@ApplicationScoped
public class Doors {
  /** Before the login (200) and CORS (300). */
  private static final int FIRST = 100_000;

  private static final int FORBIDDEN = 403;
  private static final String TRANSPORT_SECURITY = "Strict-Transport-Security";
  private static final String ONE_YEAR = "max-age=31536000";

  private final AccessLog log;
  private final ClientAddress addresses;

  Doors(AccessLog log, ClientAddress addresses) {
    this.log = log;
    this.addresses = addresses;
  }

  void register(@Observes Filters filters) {
    filters.register(this::look, FIRST);
  }

  private void look(RoutingContext exchange) {
    exchange.addHeadersEndHandler(done -> finish(exchange));
    Optional<Refusal> refusal = DoorRules.refusal(asked(exchange.request()));
    if (refusal.isPresent()) {
      if (refusal.get().status() == FORBIDDEN) {
        log.note("access-refused", "unknown", addresses.of(exchange), "another site's page");
      }
      refusal.get().answer(exchange);
    } else {
      exchange.next();
    }
  }

  private static void finish(RoutingContext exchange) {
    MultiMap headers = exchange.response().headers();
    String path = exchange.request().path();
    boolean data = path == null || path.startsWith("/api/") || path.startsWith(DoorRules.JOLOKIA);
    if (data || !headers.contains(HttpHeaders.CACHE_CONTROL)) {
      headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    if (exchange.request().isSSL()) {
      headers.set(TRANSPORT_SECURITY, ONE_YEAR);
    }
  }

  private static Asked asked(HttpServerRequest request) {
    Map<String, String> headers =
        request.headers().entries().stream()
            .collect(
                Collectors.toMap(
                    header -> header.getKey().toLowerCase(Locale.ROOT),
                    Map.Entry::getValue,
                    (first, second) -> first + ", " + second));
    String host = request.authority() == null ? null : request.authority().toString();
    return new Asked(request.method().name(), request.uri(), host, headers);
  }
}

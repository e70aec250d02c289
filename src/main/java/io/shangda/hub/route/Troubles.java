package io.shangda.hub.route;

import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what stopped a route's step, once and then once a minute: a database that is away stops
 * every step of every route, twice a second.
 */
@Named("troubles")
@Singleton
public final class Troubles {
  private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final Map<String, Long> said = new ConcurrentHashMap<>();

  public void note(Exchange exchange) {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    String what = exchange.getFromRouteId() + ": " + cause.getClass().getSimpleName();
    long now = System.nanoTime();
    Long before = said.get(what);
    if (before == null || now - before > AGAIN.toNanos()) {
      said.put(what, now);
      LOG.warn(
          "Route '{}' could not do its step ({}). Nothing is lost: what it was about stays in the database and is"
              + " tried again.",
          exchange.getFromRouteId(),
          cause.getMessage());
      LOG.debug("Route '{}'", exchange.getFromRouteId(), cause);
    }
  }
}

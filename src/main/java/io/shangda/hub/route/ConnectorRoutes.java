package io.shangda.hub.route;

import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.source.PullFailure;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

/**
 * Calls the connector that a source or target names in its configuration. What is called is always
 * the beginning of a route that there is, never an address made of a text: no header, property or
 * body can lead an exchange anywhere else.
 */
@Named("connectors")
@Singleton
public final class ConnectorRoutes {
  /** A connector's hook after the commit is the route that starts at its name with this behind. */
  static final String HOOK = "-done";

  private final CamelContext camel;
  private final Map<String, Endpoint> known = new ConcurrentHashMap<>();

  @Inject
  public ConnectorRoutes(CamelContext camel) {
    this.camel = camel;
  }

  /** Has the source's connector get a page. Only what the contract names comes back from it. */
  public void pull(Exchange exchange) throws PullFailure {
    String name = PullContract.source(exchange).connector();
    call(exchange, "pull-", name, PullFailure.Kind.MISFIT);
    exchange.getMessage().removeHeaders("*");
  }

  /** Calls the connector's hook, if it asked for that; the page is committed. */
  public void settle(Exchange exchange) throws PullFailure {
    if (PullContract.wantsHook(exchange)) {
      String name = PullContract.source(exchange).connector();
      call(exchange, "pull-", name + HOOK, PullFailure.Kind.MISFIT);
    }
  }

  /** Has the target's connector send the requests in the body. */
  public void push(Exchange exchange) throws PullFailure {
    exchange.getMessage().removeHeaders("*");
    String name = exchange.getProperty("target", TargetConfig.class).connector();
    Endpoint start = start("push-", name);
    if (start == null) {
      throw new IllegalStateException("there is no route that starts at direct:" + name);
    }
    send(start, exchange);
    exchange.getMessage().removeHeaders("*");
  }

  private void call(Exchange exchange, String prefix, String name, PullFailure.Kind kind)
      throws PullFailure {
    Endpoint start = start(prefix, name);
    if (start == null) {
      throw new PullFailure(
          kind,
          "there is no route that starts at direct:%s; the source is paused until there is"
              .formatted(name),
          null,
          null);
    }
    send(start, exchange);
  }

  /** What goes wrong in the connector stays in the exchange, for the policy of the route here. */
  private void send(Endpoint start, Exchange exchange) {
    template().send(start, exchange);
  }

  private @Nullable Endpoint start(String prefix, String name) {
    if (!name.startsWith(prefix)) {
      return null;
    }
    Endpoint found = known.get(name);
    if (found == null) {
      String uri = "direct://" + name;
      for (Route route : camel.getRoutes()) {
        if (route.getEndpoint().getEndpointUri().equals(uri)) {
          found = route.getEndpoint();
          known.put(name, found);
        }
      }
    }
    return found;
  }

  private volatile @Nullable ProducerTemplate template;

  /** Made at the first call: when the beans are made, Camel is not there yet. */
  private ProducerTemplate template() {
    ProducerTemplate made = template;
    if (made == null) {
      synchronized (this) {
        made = template;
        if (made == null) {
          made = camel.createProducerTemplate();
          template = made;
        }
      }
    }
    return made;
  }
}

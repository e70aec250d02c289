package io.shangda.hub.route;

import io.shangda.hub.config.Proxies;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.HttpPush;
import io.shangda.hub.push.PushRequest;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import org.apache.camel.Exchange;

/** The step of {@code push-http}. */
@Named("pushHttp")
@Singleton
public final class PushHttp {
  private final HttpPush push;
  private final Proxies proxies;

  @Inject
  PushHttp(HttpPush push, Proxies proxies) {
    this.push = push;
    this.proxies = proxies;
  }

  /** Sends the requests in the body; the replies take their place, one each, in the same order. */
  @SuppressWarnings("unchecked") // the contract of a push connector
  public void send(Exchange exchange) {
    List<PushRequest> requests = exchange.getMessage().getBody(List.class);
    exchange
        .getMessage()
        .setBody(
            push.send(
                proxies.applied(exchange.getProperty("target", TargetConfig.class)),
                exchange.getProperty("claimed", Claimed.class),
                requests));
  }
}

package io.shangda.hub.route;

import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.delivery.Outbox;
import io.shangda.hub.push.HttpPush;
import io.shangda.hub.push.Renderer;
import io.shangda.hub.push.ReplyReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The shipped routes from the relay to the target, with a broker of their own. */
public final class DeliverRoutes {
  private static final String BROKER = "vm://93";

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

  public DeliverRoutes(
      Outbox outbox, Renderer renderer, ReplyReader replies, HttpPush push, TargetConfig target)
      throws Exception {
    broker.setConfiguration(
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setSecurityEnabled(false)
            .addAcceptorConfiguration("vm", BROKER));
    broker.start();
    camel
        .getRegistry()
        .bind(
            "jms", JmsComponent.jmsComponentAutoAcknowledge(new ActiveMQConnectionFactory(BROKER)));
    camel.getRegistry().bind("delivering", new Delivering(outbox, renderer, replies));
    camel.getRegistry().bind("pushHttp", new PushHttp(push, io.shangda.hub.config.Proxies.NONE));
    camel.getRegistry().bind("troubles", new Troubles());
    camel.getRegistry().bind("connectors", new ConnectorRoutes(camel));
    camel.getPropertiesComponent().addInitialProperty("shangda.relay.clock", "50");
    camel.getPropertiesComponent().addInitialProperty("shangda.relay.sweep", "200");
    for (String route :
        List.of("policies.camel.yaml", "deliver.camel.yaml", "connectors/push-http.camel.yaml")) {
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(ResourceHelper.resolveResource(camel, "file:" + Path.of("routes", route)));
    }
    camel.disableJMX();
    camel.start();
    camel.addRouteFromTemplate(
        "push-" + target.id(),
        "push-target",
        target.id() + "-",
        Map.of(
            "target", target.id().value(),
            "consumers", Integer.toString(target.consumers())));
  }

  public void close() throws Exception {
    QuickStop.stop(camel);
    broker.stop();
  }
}

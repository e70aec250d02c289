package io.shangda.hub.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.record.TargetId;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody else writes to the queue of a target's hints. */
class ForeignHintTest {
  private static final String BROKER = "vm://94";
  private static final String[] NAMES = {
    "CamelBeanMethodName",
    "camelBeanMethodName",
    "CAMELBEANMETHODNAME",
    "CamelJmsDestinationName",
    "camelhttpuri",
    "ShangdaTarget",
    "hinted",
    "target",
    "connector",
    "Authorization",
    "breadcrumbId"
  };

  /** In the place of the bean of that name; what a claim was given. */
  public static final class Claims {
    private final BlockingQueue<Map<String, Object>> seen = new LinkedBlockingQueue<>();

    public List<TargetId> hints() {
      return List.of();
    }

    public void claim(Exchange exchange) {
      Map<String, Object> headers = new TreeMap<>(exchange.getMessage().getHeaders());
      headers.put("→", String.valueOf(exchange.getProperty("hinted")));
      seen.add(headers);
      exchange.getMessage().setBody(null);
    }

    public void address(Exchange exchange) {}

    public void sweep() {}

    public void render(Exchange exchange) {
      seen.add(Map.of("→", "render"));
    }

    public void settle(Exchange exchange) {}

    public void giveBack(Exchange exchange) {}
  }

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
  private final Claims claims = new Claims();

  @BeforeEach
  void start() throws Exception {
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
    camel.getRegistry().bind("delivering", claims);
    camel.getRegistry().bind("connectors", new ConnectorRoutes(camel));
    camel.getRegistry().bind("troubles", new Troubles());
    for (String route : List.of("policies.camel.yaml", "deliver.camel.yaml")) {
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/" + route));
    }
    camel.start();
    camel.addRouteFromTemplate(
        "push-province", "push-target", "province-", Map.of("target", "province"));
  }

  @AfterEach
  void stop() throws Exception {
    QuickStop.stop(camel);
    broker.stop();
  }

  @Test
  void shouldTakeAForeignMessageForNoMoreThanAHint() throws Exception {
    try (ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(BROKER);
        JMSContext jms = connections.createContext()) {
      Queue queue = jms.createQueue("deliver.province");
      Queue answers = jms.createQueue("foreign.answers");
      for (Message message :
          List.of(
              jms.createTextMessage("elsewhere"),
              jms.createObjectMessage(new java.util.ArrayList<>(List.of("elsewhere"))),
              jms.createMapMessage())) {
        for (String name : NAMES) {
          message.setStringProperty(name, "render");
        }
        message.setJMSReplyTo(answers);
        message.setJMSCorrelationID("render");
        jms.createProducer().send(queue, message);
        assertThat(claim()).containsExactlyEntriesOf(Map.of("→", "province"));
      }
      assertThat(jms.createConsumer(answers).receiveNoWait()).as("an answer").isNull();
    }
  }

  private @Nullable Map<String, Object> claim() throws InterruptedException {
    return claims.seen.poll(1, TimeUnit.MINUTES);
  }
}

package io.shangda.hub.platform;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import org.apache.camel.component.jms.JmsComponent;

/**
 * The routes' {@code jms} component: whatever broker it speaks to, it is there before the first
 * route.
 */
@Singleton
public class Messaging {
  private static final long RECOVERY_MILLIS = 2000;

  @Produces
  @Singleton
  @Named("jms")
  JmsComponent jms(ConnectionFactory connections, EmbeddedBroker broker, BrokerWatch watch) {
    broker.start();
    JmsComponent jms = JmsComponent.jmsComponentAutoAcknowledge(connections);
    jms.getConfiguration().setDeliveryPersistent(false);
    jms.getConfiguration().setRecoveryInterval(RECOVERY_MILLIS);
    jms.getConfiguration().setCacheLevelName("CACHE_CONSUMER");
    jms.getConfiguration().setTestConnectionOnStartup(false);
    jms.getConfiguration().setAcceptMessagesWhileStopping(false);
    jms.getConfiguration().setExceptionListener(watch);
    return jms;
  }
}

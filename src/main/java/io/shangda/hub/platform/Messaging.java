package io.shangda.hub.platform;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.timer.TimerComponent;

/**
 * The routes' {@code jms} component: whatever broker it speaks to, it is there before the first
 * route.
 */
@Singleton
public class Messaging {
  /** Kept on the queue of a target. */
  private static final int HINTS = 64;

  private static final long RECOVERY_MILLIS = 2000;

  @Produces
  @Singleton
  @Named("timer")
  TimerComponent timer() {
    return new SteadyTimers();
  }

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
    // Hints that nobody takes push each other out. A time to live would do so too, but is reckoned
    // by the clocks of two machines: a broker ahead of the hub would drop every hint.
    jms.getConfiguration()
        .setDestinationResolver(
            (session, name, isTopic) -> session.createQueue(name + "?ring-size=" + HINTS));
    return jms;
  }
}

package io.shangda.hub.platform;

import io.quarkus.runtime.ShutdownEvent;
import io.shangda.hub.operate.OnceAMinute;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.camel.spi.CamelEvent.CamelContextStartedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that the broker is away, at once and then once a minute, and once when it is back. It looks
 * by itself, because without targets nobody else would notice; the consumers, which notice it every
 * two seconds and each with a stack trace, are not heard.
 */
@ApplicationScoped
class BrokerWatch implements ExceptionListener {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);
  private static final int SECONDS = 5;

  private final ConnectionFactory connections;
  private final OnceAMinute word;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "broker-watch");
            thread.setDaemon(true);
            return thread;
          });
  private boolean toldAway;

  @Inject
  BrokerWatch(ConnectionFactory connections) {
    this(connections, System::nanoTime);
  }

  BrokerWatch(ConnectionFactory connections, LongSupplier nanoTime) {
    this.connections = connections;
    this.word = new OnceAMinute(nanoTime);
  }

  /** After the routes, which start the embedded broker. */
  void started(@Observes CamelContextStartedEvent event) {
    clock.scheduleWithFixedDelay(this::look, 0, SECONDS, TimeUnit.SECONDS);
  }

  void stopping(@Observes ShutdownEvent event) {
    clock.shutdownNow();
  }

  synchronized boolean look() {
    try (Connection connection = connections.createConnection()) {
      if (toldAway && connection != null) {
        LOG.info("The broker answers again; what waited goes out");
        toldAway = false;
      }
      return true;
    } catch (JMSException | RuntimeException e) {
      if (!clock.isShutdown() && word.begins()) {
        toldAway = true;
        LOG.warn(
            "The broker does not answer ({}). Pulling goes on; deliveries wait in the database and go out by"
                + " themselves when it is back.",
            e.getMessage());
      }
      return false;
    }
  }

  /** A consumer failed: the broker is away, or it is there and refuses this one. */
  @Override
  public void onException(JMSException exception) {
    if (look() && word.begins()) {
      LOG.warn(
          "The broker refused or dropped a consumer ({}). Its deliveries wait in the database; it is tried"
              + " again every two seconds.",
          exception.getMessage());
    }
  }
}

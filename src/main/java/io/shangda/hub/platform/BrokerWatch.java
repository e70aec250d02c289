package io.shangda.hub.platform;

import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that the broker is away, once and then once a minute: every consumer of every target notices
 * it, every two seconds, and each would say so with a stack trace.
 */
final class BrokerWatch implements ExceptionListener {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);
  private static final long AGAIN = Duration.ofMinutes(1).toNanos();

  private final AtomicLong next = new AtomicLong(System.nanoTime());

  @Override
  public void onException(JMSException exception) {
    long now = System.nanoTime();
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + AGAIN)) {
      LOG.warn(
          "The broker does not answer ({}). Pulling goes on; deliveries wait in the database and go out by"
              + " themselves when it is back.",
          exception.getMessage());
    }
  }
}

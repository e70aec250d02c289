package io.shangda.hub.operate.signal;

import jakarta.enterprise.inject.Instance;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready only if the broker gives a connection. */
@Readiness
class BrokerCheck implements HealthCheck {
  private final Instance<ConnectionFactory> factory;

  BrokerCheck(Instance<ConnectionFactory> factory) {
    this.factory = factory;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder check = HealthCheckResponse.named("broker");
    if (!factory.isResolvable()) {
      return check.down().withData("reason", "no connection factory is configured").build();
    }
    try (Connection connection = factory.get().createConnection()) {
      return check.status(connection != null).build();
    } catch (JMSException e) {
      return check.down().withData("reason", "the broker gives no connection").build();
    }
  }
}

package io.shangda.hub.route;

import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ShutdownStrategy;

/**
 * Ends a test's routes at once. In order they end only when their clocks are still and every queue
 * was looked at, which takes seconds, and nothing is under way any more when a test is done.
 */
final class QuickStop {
  private static final long MILLISECONDS = 50;

  private QuickStop() {}

  static void stop(CamelContext camel) {
    ShutdownStrategy order = camel.getShutdownStrategy();
    order.setTimeUnit(TimeUnit.MILLISECONDS);
    order.setTimeout(MILLISECONDS);
    order.setLogInflightExchangesOnTimeout(false);
    camel.stop();
  }
}

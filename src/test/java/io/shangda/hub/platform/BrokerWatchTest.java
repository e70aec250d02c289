package io.shangda.hub.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.support.Said;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerWatchTest {
  private boolean away;
  private long now;
  private final BrokerWatch watch = new BrokerWatch(connections(), () -> now);

  @Test
  void shouldSayOnceAMinuteThatItIsAwayAndOnceThatItIsBack() {
    try (Said said = new Said(BrokerWatch.class.getName())) {
      watch.look();
      away = true;
      for (int seconds = 0; seconds < 120; seconds += 5) {
        watch.look();
        watch.onException(new JMSException("a consumer's own words"));
        now += Duration.ofSeconds(5).toNanos();
      }
      away = false;
      watch.look();
      watch.look();

      assertThat(words(said)).containsExactly("WARN", "WARN", "INFO");
      assertThat(said.lines().get(0)).contains("The broker does not answer (nobody listens)");
      assertThat(said.lines().get(2)).contains("The broker answers again");
      assertThat(said.stackTraces()).isEmpty();
    }
  }

  @Test
  void shouldSayThatAConsumerWasRefusedByABrokerThatIsThere() {
    try (Said said = new Said(BrokerWatch.class.getName())) {
      watch.onException(new JMSException("no permission"));
      watch.onException(new JMSException("no permission"));
      watch.look();

      assertThat(said.lines())
          .singleElement()
          .asString()
          .startsWith("WARN ")
          .contains("refused or dropped a consumer (no permission)");
    }
  }

  private static List<String> words(Said said) {
    return said.lines().stream().map(line -> line.split(" ")[0]).toList();
  }

  private ConnectionFactory connections() {
    return (ConnectionFactory)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ConnectionFactory.class},
            (proxy, method, arguments) -> {
              if (away) {
                throw new JMSException("nobody listens");
              }
              return Proxy.newProxyInstance(
                  getClass().getClassLoader(),
                  new Class<?>[] {Connection.class},
                  (connection, called, with) -> null);
            });
  }
}

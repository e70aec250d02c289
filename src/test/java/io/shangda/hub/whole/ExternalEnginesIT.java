package io.shangda.hub.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.support.BrokerProcess;
import io.shangda.hub.support.HubProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same artifact on PostgreSQL and a broker in another process, by environment alone. */
class ExternalEnginesIT {
  @TempDir Path folder;
  @TempDir Path broker;

  @Test
  void shouldLoseAndDoubleNothingWhenHubAndBrokerAreKilled() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        BrokerProcess artemis = new BrokerProcess(broker).start();
        HubProcess hub =
            new HubProcess(folder)
                .with("QUARKUS_PROFILE", "external")
                .with("SHANGDA_SANDBOX", "true")
                .with("SHANGDA_DATABASE_URL", postgres.getJdbcUrl("postgres", "postgres"))
                .with("SHANGDA_DATABASE_USER", "postgres")
                .with("SHANGDA_DATABASE_PASSWORD", "postgres")
                .with("SHANGDA_BROKER_URL", artemis.url())) {
      hub.start();
      awaitDelivered(hub, 40);

      hub.kill();
      hub.start();
      awaitDelivered(hub, delivered(hub) + 1);
      artemis.kill();
      artemis.start();
      awaitDelivered(hub, delivered(hub) + 1);

      assertThat(hub.get("/api/v1/ledger").at("/balanced").asBoolean()).isTrue();
    }
  }

  private static void awaitDelivered(HubProcess hub, long least) {
    Awaitility.await("deliveries")
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> delivered(hub) >= least);
  }

  private static long delivered(HubProcess hub) {
    JsonNode ledger = hub.get("/api/v1/ledger");
    assertThat(ledger.at("/balanced").asBoolean()).as(ledger.toString()).isTrue();
    return ledger.at("/sent/delivered").asLong();
  }
}

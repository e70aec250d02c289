package io.shangda.hub.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.support.BrokerProcess;
import io.shangda.hub.support.Certificates;
import io.shangda.hub.support.PostgresProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The external engines as a site runs them: TLS, a name and a password, one address of two down.
 */
class EncryptedEnginesIT {
  @TempDir Path folder;

  @Test
  void shouldDeliverOverTlsToEnginesThatAskForNameAndPassword() throws Exception {
    Certificates certificates = Certificates.of("127.0.0.1", folder.resolve("tls"));
    try (PostgresProcess postgres =
            new PostgresProcess(folder.resolve("database")).startOverTls(certificates);
        BrokerProcess artemis =
            new BrokerProcess(folder.resolve("broker")).startOverTls(certificates);
        WholeRun run = new WholeRun(folder, Duration.ofSeconds(2))) {
      run.external(postgres, artemis)
          .with(
              "SHANGDA_DATABASE_URL",
              "jdbc:postgresql://127.0.0.1:"
                  + postgres.port()
                  + "/postgres?sslmode=verify-full&sslrootcert="
                  + certificates.authority())
          .with("SHANGDA_DATABASE_USER", "shangda")
          .with("SHANGDA_DATABASE_PASSWORD", "synthetic-database-password")
          .with(
              "SHANGDA_BROKER_URL",
              "(tcp://127.0.0.1:1,tcp://127.0.0.1:%d)?ha=true&reconnectAttempts=3&sslEnabled=true&trustStorePath=%s&trustStorePassword=%s"
                  .formatted(
                      artemis.port(), certificates.trustStore(), Certificates.STORE_PASSWORD))
          .with("SHANGDA_BROKER_USER", BrokerProcess.USER)
          .with("SHANGDA_BROKER_PASSWORD", BrokerProcess.PASSWORD)
          .start();

      run.watch().until("deliveries", "/sent/delivered", n -> n >= 20);

      assertThat(postgres.encryptedConnections("shangda")).isPositive();
      assertThat(run.hub().log()).doesNotContain("ERROR");
      artemis.kill();
      artemis.startOverTls(certificates);
      long now = run.watch().awaitNumber("/sent/delivered");
      run.watch().until("more, behind a broker that came back", "/sent/delivered", n -> n > now);
    }
  }
}

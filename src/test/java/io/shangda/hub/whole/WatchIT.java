package io.shangda.hub.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.support.BrokerProcess;
import io.shangda.hub.support.PostgresProcess;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Watches the hub between the systems of its sandbox for as long as it is asked to, and prints what
 * became of everything: {@code mvn verify -Dwatch=10m -Dit.test=WatchIT}.
 */
@EnabledIfSystemProperty(named = "watch", matches = ".+")
class WatchIT {
  private static final Duration TURN = Duration.ofSeconds(5);

  @TempDir Path folder;
  @TempDir Path broker;
  @TempDir Path database;

  @Test
  void shouldBalanceAtEveryMomentOnItsOwnEngines() throws SQLException {
    try (WholeRun run = new WholeRun(folder, TURN)) {
      run.hub().start();
      watch(run);
      run.shouldHaveLostAndDoubledNothing(run.embeddedDatabase());
    }
  }

  @Test
  void shouldBalanceAtEveryMomentOnPostgresqlAndABrokerElsewhere() throws Exception {
    try (PostgresProcess postgres = new PostgresProcess(database).start();
        BrokerProcess artemis = new BrokerProcess(broker).start();
        WholeRun run = new WholeRun(folder, TURN)) {
      run.external(postgres, artemis).start();
      watch(run);
      run.shouldHaveLostAndDoubledNothing(postgres.url());
    }
  }

  private static void watch(WholeRun run) {
    String time = System.getProperty("watch").toUpperCase(Locale.ROOT);
    run.watch().during(Duration.parse("PT" + time), Duration.ofSeconds(1));
    assertThat(run.watch().silences()).as("questions without an answer").isZero();
  }
}

package io.shangda.hub.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.support.BrokerProcess;
import io.shangda.hub.support.PostgresProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same artifact on PostgreSQL and a broker in another process, by environment alone. */
class ExternalEnginesIT {
  private static final Duration AWAY = Duration.ofSeconds(20);

  @TempDir Path folder;
  @TempDir Path broker;
  @TempDir Path database;

  @Test
  void shouldLoseDoubleAndInvertNothingWhenHubBrokerAndDatabaseAreKilled() throws Exception {
    try (PostgresProcess postgres = new PostgresProcess(database).start();
        BrokerProcess artemis = new BrokerProcess(broker).start();
        WholeRun run = new WholeRun(folder, Duration.ofSeconds(2))) {
      run.external(postgres, artemis).start();
      run.watch().until("deliveries", "/sent/delivered", n -> n >= 50);

      List<Runnable> kills =
          new ArrayList<>(
              List.of(
                  run::killHub,
                  run::killHub,
                  () -> {
                    artemis.kill();
                    run.forAMoment(4);
                    artemis.start();
                  },
                  () -> {
                    postgres.kill();
                    run.watch().during(AWAY);
                    postgres.start();
                  }));
      Collections.shuffle(kills, run.random());
      for (Runnable kill : kills) {
        run.forAMoment(6);
        kill.run();
        run.watch().until("an answer", "/sent/delivered", n -> n >= 50);
      }
      run.watch().until("something new", "/sent/delivered", moreThan(run));

      run.shouldHaveLostAndDoubledNothing(postgres.url());
      assertThat(run.watch().silences()).as("questions asked without a database").isPositive();
    }
  }

  private static LongPredicate moreThan(WholeRun run) {
    long now = run.watch().awaitNumber("/sent/delivered");
    return n -> n > now;
  }
}

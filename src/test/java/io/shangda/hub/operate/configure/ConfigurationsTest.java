package io.shangda.hub.operate.configure;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.Databases;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigurationsTest {
  private static final int PEOPLE = 4;
  private static final int ROUNDS = 5;

  @ParameterizedTest
  @EnumSource
  void shouldTakeOneAfterTheOtherWhenSeveralPeopleApplyAtOnce(Dialect dialect) throws Exception {
    Database database = Databases.fresh(dialect);
    Configurations configurations =
        new Configurations(database, new AuditLog(database, Clock.systemUTC()));
    ExecutorService people = Executors.newFixedThreadPool(PEOPLE);
    List<Long> versions = new ArrayList<>();

    for (int round = 0; round < ROUNDS; round++) {
      CyclicBarrier start = new CyclicBarrier(PEOPLE);
      List<Future<Configurations.Applied>> applied = new ArrayList<>();
      for (int person = 0; person < PEOPLE; person++) {
        ConfigFiles files = files(round + " by " + person);
        Actor actor = new Actor("person-" + person, "test");
        applied.add(
            people.submit(
                () -> {
                  start.await();
                  return configurations.apply(files, actor);
                }));
      }
      for (Future<Configurations.Applied> one : applied) {
        versions.add(one.get().version());
      }
    }

    people.shutdownNow();
    assertThat(versions)
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(1, (long) PEOPLE * ROUNDS).boxed().toList());
  }

  private static ConfigFiles files(String text) {
    return new ConfigFiles(
        new TreeMap<>(Map.of("sources/a.yaml", text.getBytes(StandardCharsets.UTF_8))));
  }
}

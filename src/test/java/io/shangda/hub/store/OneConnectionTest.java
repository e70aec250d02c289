package io.shangda.hub.store;

import static io.shangda.hub.support.CoreWorld.PROVINCE;
import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.said;
import static io.shangda.hub.support.CoreWorld.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.audit.anchor.Anchoring;
import io.shangda.hub.audit.anchor.TargetNews;
import io.shangda.hub.audit.proof.Bundle;
import io.shangda.hub.audit.seal.KeyFile;
import io.shangda.hub.audit.seal.Sealer;
import io.shangda.hub.delivery.DeadLetters;
import io.shangda.hub.intake.Content;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.Word;
import io.shangda.hub.retention.Archiving;
import io.shangda.hub.retention.Pruning;
import io.shangda.hub.support.CoreWorld;
import io.shangda.hub.support.Databases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No work needs two connections, so no number of threads can wait for each other. */
class OneConnectionTest {
  private static final Actor ANNA = new Actor("anna", "test");

  /** As many transactions as there are connections, each of which needs a number. */
  @Test
  void shouldGiveNumbersToTransactionsThatHoldAllConnections() throws Exception {
    int size = 4;
    JdbcConnectionPool pool =
        JdbcConnectionPool.create("jdbc:h2:mem:numbers;DB_CLOSE_DELAY=-1", "sa", "");
    pool.setMaxConnections(size);
    pool.setLoginTimeout(3);
    Database database = new Database(pool, Dialect.H2);
    database.execute(c -> Sql.update(c, "create sequence hub_number increment by 1000"));
    CyclicBarrier allHoldOne = new CyclicBarrier(size);
    ExecutorService threads = Executors.newFixedThreadPool(size);

    List<Future<Long>> numbers = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      numbers.add(threads.submit(() -> database.inTransaction(c -> number(database, allHoldOne))));
    }

    List<Long> given = new ArrayList<>();
    for (Future<Long> number : numbers) {
      given.add(number.get());
    }
    threads.shutdownNow();
    assertThat(given).doesNotHaveDuplicates();
  }

  private static long number(Database database, CyclicBarrier allHoldOne) {
    try {
      allHoldOne.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return database.numbers().next();
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseASecondConnectionToWorkThatHoldsOne(Dialect dialect) {
    Database database = Databases.fresh(dialect);

    assertThatThrownBy(() -> database.execute(c -> database.read(DatabaseTime::now)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("second database connection");
    assertThat(database.read(DatabaseTime::now)).isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  void shouldPullSendAndKeepEverythingWithAPoolOfOne(Dialect dialect, @TempDir Path folder)
      throws Exception {
    Database database = Databases.ofOneConnection(dialect);
    CoreWorld world = new CoreWorld(database, Clock.systemUTC());
    AuditLog audit = new AuditLog(database, Clock.systemUTC());

    // pulled, put off, refused, replayed, accepted, promoted
    world.pull(record("a"), record("b"), step("s", "a"), record("h", "hold-me", "x"), "broken");
    world.settleAll(world.claimed(), new Reading.Unknown(true, "no answer"));
    world.sendAll(d -> said(d.record().key().equals("b") ? Word.REJECTED : Word.ACCEPTED));
    world
        .outbox
        .deadLetters()
        .replay(new DeadLetters.Filter(null, null, null, null, null, null), false, ANNA);
    world.acceptAll();
    world.outbox.relay().sweep();
    assertThat(world.outbox.relay().hints()).isEmpty();

    // what a person does
    world.content.reprocess(new Content.Filter("town", null, null, null, null, null), ANNA);
    world.outbox.targets().pause(PROVINCE, ANNA);
    world.outbox.targets().resume(PROVINCE, ANNA);
    world
        .outbox
        .repair()
        .resend(
            java.util.Objects.requireNonNull(world.config.get().targets().get(PROVINCE)),
            Map.of(world.id("a"), Operation.UPDATE),
            ANNA);
    world.acceptAll();
    new Bundle(database).of(world.id("a"));
    world.content.purge(world.id("h"), ANNA);

    // what the clocks do
    Sealer sealer =
        new Sealer(
            database,
            audit,
            new KeyFile(folder.resolve("key.pem")).readOrMake(),
            "node-1",
            Clock.systemUTC());
    sealer.seal();
    new Anchoring(
            database,
            new TargetNews(Clock.systemUTC()),
            List.of(),
            new Anchoring.Settings(Duration.ZERO, true),
            Clock.systemUTC())
        .anchor();
    new Pruning(database, world.config, audit).slice();
    new Archiving(database, world.config, audit, folder.resolve("archive")).step();
    new Statistics(database).refresh();

    assertThat(world.imbalance()).isEmpty();
    assertThat(world.states("a")).contains("delivered");
  }
}

package io.shangda.hub.route;

import static io.shangda.hub.support.CoreWorld.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.intake.Pulls;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.store.DataFolder;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.StoreException;
import io.shangda.hub.support.CoreWorld;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two pages of a run, the second asked for while the first is stored. */
class PullingTest {
  private static final int SLOTS = 1;

  private final CoreWorld world = new CoreWorld(Dialect.POSTGRESQL);
  private final Pulling pulling =
      new Pulling(
          world.pulls,
          world.intake,
          (source, raw, cursor, headers) -> new Page(raw, List.of(), null, true),
          world.config,
          Clock.systemUTC(),
          DataFolder.elsewhere(),
          SLOTS);
  private final ExecutorService aside = Executors.newSingleThreadExecutor();
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void stop() {
    released.countDown();
    aside.shutdown();
    pulling.stop();
  }

  @Test
  void shouldClaimNothingWhileTheDiskIsFull(@TempDir Path folder) {
    Pulling full =
        new Pulling(
            world.pulls,
            world.intake,
            (source, raw, cursor, headers) -> new Page(raw, List.of(), null, true),
            world.config,
            Clock.systemUTC(),
            DataFolder.of(folder, Long.MAX_VALUE),
            SLOTS);

    assertThat(full.claim()).isEmpty();
    assertThat(pulling.claim()).hasSize(1);
  }

  @Test
  void shouldGoOnToTheNextPageWhileThePageBeforeIsBeingStored() throws Exception {
    Exchange exchange = begun();
    Future<?> lock = lockTheSource();

    takeIn(exchange, page("2", record("a")));

    assertThat(run(exchange).isMore()).isTrue();
    assertThat(run(exchange).cursor()).isEqualTo("2");
    assertThat(stored()).isZero();

    released.countDown();
    lock.get();
    takeIn(exchange, page("3", record("b")));
    assertThat(stored()).as("the page before is committed").isGreaterThanOrEqualTo(1);

    pulling.end(exchange);
    assertThat(stored()).isEqualTo(2);
    assertThat(exchange.getMessage().getBody(List.class)).containsExactly(CoreWorld.PROVINCE);
    assertThat(world.imbalance()).isEmpty();
  }

  @Test
  void shouldStoreNoPageBehindOneThatCouldNotBeStored() throws Exception {
    Exchange exchange = begun();
    takenOverByAnotherNode();
    takeIn(exchange, page("2", record("a")));

    assertThatThrownBy(() -> takeIn(exchange, page("3", record("b"))))
        .hasMessageContaining("Another node pulls source 'town' now");

    assertThat(stored()).isZero();
    assertThat(world.imbalance()).isEmpty();
  }

  @Test
  void shouldSayThatARunBrokeOffOnlyWhenItsPageUnderWayIsSettled() throws Exception {
    Exchange exchange = begun();
    Future<?> lock = lockTheSource();
    takeIn(exchange, page("2", record("a")));

    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("no answer"));
    Future<?> broken = Executors.newSingleThreadExecutor().submit(() -> pulling.broken(exchange));
    Awaitility.await()
        .during(Duration.ofMillis(200))
        .until(() -> !broken.isDone() && pulling.claim().isEmpty());
    released.countDown();
    lock.get();
    broken.get();

    assertThat(stored()).isEqualTo(1);
    assertThat(world.number("select count(*) from pull_run where state = 'failed' and pages = 1"))
        .isEqualTo(1);
  }

  @Test
  void shouldLetTheLeaseLapseOfARunWhoseEndCouldNotBeStored() throws Exception {
    Exchange exchange = begun();
    world.execute("alter table pull_run rename to away");
    assertThatThrownBy(() -> pulling.end(exchange)).isInstanceOf(StoreException.class);
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("database away"));
    assertThatThrownBy(() -> pulling.broken(exchange)).isInstanceOf(StoreException.class);
    world.execute("alter table away rename to pull_run");
    world.execute("update source_state set due_at = current_timestamp + interval '15' second");

    pulling.keep();
    assertThat(pulling.claim()).isEmpty();

    assertThat(
            world.number(
                "select count(*) from source_state"
                    + " where due_at > current_timestamp + interval '20' second"))
        .as("leases that were renewed")
        .isZero();
  }

  @Test
  void shouldGiveItsSlotToASourceThatWaitsWhenARunHasHadItsTurn() throws Exception {
    anotherSourceIsDue();
    Pulling slow = pullingWithTurn(Duration.ZERO);
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setBody(slow.claim().get(0));
    slow.begin(exchange);
    exchange.getMessage().setBody(page("2", record("a")));
    slow.takeIn(exchange);
    exchange.getMessage().setBody(page("3", record("b")));
    slow.takeIn(exchange);
    assertThat(run(exchange).isMore()).as("asked for one more page at most").isTrue();
    exchange.getMessage().setBody(null);
    slow.takeIn(exchange);
    assertThat(run(exchange).isMore()).isFalse();

    slow.end(exchange);

    assertThat(stored()).isEqualTo(2);
    assertThat(
            world.number(
                "select count(*) from source_state s join pull_run r on r.id = s.last_run where"
                    + " s.source = 'town' and s.cursor_text = '3' and s.failures = 0 and not"
                    + " s.paused and s.due_at <= current_timestamp and r.state = 'warned' and"
                    + " s.last_error like '%other sources were waiting%'"))
        .as("due again at once, from its last page, and said")
        .isEqualTo(1);
    assertThat(slow.claim()).extracting(claim -> claim.source().value()).containsExactly("other");
    slow.stop();
  }

  @Test
  void shouldGoOnForAsLongAsNoOtherSourceWaits() throws Exception {
    Pulling alone = pullingWithTurn(Duration.ZERO);
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setBody(alone.claim().get(0));
    alone.begin(exchange);
    exchange.getMessage().setBody(page("2", record("a")));
    alone.takeIn(exchange);
    exchange.getMessage().setBody(page("3", record("b")));
    alone.takeIn(exchange);

    assertThat(run(exchange).isMore()).isTrue();
    alone.end(exchange);
    alone.stop();
  }

  /** Due for a minute, and so behind the one that is due for an hour. */
  private void anotherSourceIsDue() {
    HubConfig hub = world.config.get();
    SourceConfig town = Objects.requireNonNull(hub.sources().get(CoreWorld.SOURCE));
    SourceConfig other =
        new SourceConfig(
            new SourceId("other"),
            town.title(),
            town.region(),
            town.publisher(),
            town.sandbox(),
            town.connector(),
            town.options(),
            town.charset(),
            town.zone(),
            town.schedule(),
            town.maxRecord(),
            town.types());
    world.config.apply(
        new HubConfig(
            Map.of(town.id(), town, other.id(), other),
            hub.targets(),
            hub.rules(),
            hub.screening(),
            hub.files()));
    world.pulls.register();
    world.execute(
        "update source_state set due_at = current_timestamp - interval '1' minute where source ="
            + " 'other'");
    world.execute(
        "update source_state set due_at = current_timestamp - interval '1' hour where source ="
            + " 'town'");
  }

  private Pulling pullingWithTurn(Duration turn) {
    return new Pulling(
        new Pulls(
            world.database,
            world.config,
            new AuditLog(world.database, Clock.systemUTC()),
            "node-1",
            new Pulls.Times(Duration.ofSeconds(30), turn)),
        world.intake,
        (source, raw, cursor, headers) -> new Page(raw, List.of(), null, true),
        world.config,
        Clock.systemUTC(),
        DataFolder.elsewhere(),
        SLOTS);
  }

  @Test
  void shouldSetASourceAsideWhosePageTookTheMemory() throws Exception {
    Exchange exchange = begun();
    exchange.getMessage().setBody(new byte[1]);
    exchange.setProperty(
        Exchange.EXCEPTION_CAUGHT,
        new CamelExecutionException("page", exchange, new OutOfMemoryError("Java heap space")));

    pulling.broken(exchange);

    assertThat(exchange.getMessage().getBody()).isNull();
    assertThat(
            world.number(
                "select count(*) from source_state where last_error like '%memory%' and not paused"
                    + " and due_at > current_timestamp + interval '14' minute"))
        .isEqualTo(1);
    world.execute("update source_state set due_at = current_timestamp");
    assertThat(pulling.claim()).as("the slot is free").hasSize(1);
  }

  @Test
  void shouldNameThePageThatTookTheMemory() throws Exception {
    Exchange exchange = begun();
    exchange.setProperty(PullContract.PLACE, "http://town.test/cases?page=7");
    exchange.setProperty(
        Exchange.EXCEPTION_CAUGHT,
        new CamelExecutionException("page", exchange, new OutOfMemoryError("Java heap space")));

    pulling.broken(exchange);

    assertThat(
            world.number(
                "select count(*) from source_state where last_error like"
                    + " '%http://town.test/cases?page=7%'"))
        .isEqualTo(1);
  }

  @Test
  void shouldNameTheFileThatTookTheMemoryAndTryTheSourceAgainSoon() throws Exception {
    Exchange exchange = begun();
    PullContract.Aside aside = () -> "the page of the file 'large.json' took the memory";
    exchange.setProperty(PullContract.SET_ASIDE, aside);
    exchange.setProperty(
        Exchange.EXCEPTION_CAUGHT,
        new CamelExecutionException("page", exchange, new OutOfMemoryError("Java heap space")));

    pulling.broken(exchange);

    assertThat(
            world.number(
                "select count(*) from source_state where last_error like '%large.json%' and not"
                    + " paused and due_at < current_timestamp + interval '1' minute"))
        .isEqualTo(1);
  }

  @Test
  void shouldCommitAPageWithAnEffectAtTheSourceBeforeAnythingElse() throws Exception {
    Exchange exchange = begun();
    exchange.setProperty(PullContract.AFTER_COMMIT, true);

    takeIn(exchange, page("2", record("a")));

    assertThat(stored()).isEqualTo(1);
    assertThat(exchange.getMessage().getBody(List.class)).containsExactly(CoreWorld.PROVINCE);
  }

  private Exchange begun() throws Exception {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange
        .getMessage()
        .setBody(Awaitility.await().until(pulling::claim, c -> !c.isEmpty()).get(0));
    pulling.begin(exchange);
    exchange.getMessage().setBody(null);
    return exchange;
  }

  private static Page page(String cursor, String... records) {
    Page page = CoreWorld.page(cursor, records);
    return new Page(page.raw(), page.records(), cursor, false);
  }

  private void takeIn(Exchange exchange, Page page) {
    exchange.getMessage().setBody(page);
    pulling.takeIn(exchange);
  }

  /** Holds the row that every page of the source writes last, until released. */
  private Future<?> lockTheSource() throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    Future<?> lock =
        aside.submit(
            () ->
                world.database.execute(
                    connection -> {
                      connection
                          .createStatement()
                          .execute("update source_state set failures = failures");
                      held.countDown();
                      try {
                        released.await();
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    }));
    held.await();
    return lock;
  }

  private void takenOverByAnotherNode() {
    world.execute("update source_state set token = token + 1");
  }

  private long stored() {
    return world.number("select count(*) from record");
  }

  private static PullRun run(Exchange exchange) {
    return exchange.getProperty("run", PullRun.class);
  }
}

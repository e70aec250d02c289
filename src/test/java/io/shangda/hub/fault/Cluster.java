package io.shangda.hub.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.support.BrokerProcess;
import io.shangda.hub.support.HubProcess;
import io.shangda.hub.support.PostgresProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two hub nodes, PostgreSQL, Artemis and the numbered world, each a process of its own. All that
 * node {@code a} says goes over wires that are listened at; node {@code b} is there to take over.
 */
final class Cluster implements AutoCloseable {
  /** A fault, and whatever ends it. */
  interface Fault {
    void happen() throws Exception;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /**
   * Whether it is judged when requests came. A machine that stands still for a second while others
   * build on it makes that meaningless, so the selection of every build only writes it down.
   */
  private static final boolean POLITENESS = Boolean.getBoolean("politeness");

  /** Requests a second that the platform allows, as configured. */
  private static final long RATE = 40;

  final PostgresProcess database;
  final BrokerProcess broker;
  final WorldProcess world;
  final Durable durable = new Durable();
  final Tap toDatabase;
  final Tap toBroker;
  final Tap toSources;
  final Tap toTarget;
  final HubProcess a;
  final HubProcess b;
  private final String suite;

  Cluster(String suite, Path folder) {
    this(suite, folder, new BrokerProcess(folder.resolve("broker")));
  }

  /**
   * @param broker to be started; the nodes speak to one that stands alone, or to the whole pair
   */
  Cluster(String suite, Path folder, BrokerProcess broker) {
    this.suite = suite;
    this.broker = broker.start();
    database = new PostgresProcess(made(folder.resolve("database"))).start();
    world = new WorldProcess(made(folder.resolve("world"))).start();
    toDatabase = new Tap(database.port(), () -> new DatabaseWire(durable));
    toBroker = new Tap(broker.port(), () -> new BrokerWire(durable));
    toSources = new Tap(world.below(), () -> new RequestWire(durable, "request to a source"));
    toTarget = new Tap(world.above(), () -> new RequestWire(durable, "request to the platform"));
    String tapped = broker.isPaired() ? broker.url() : "tcp://127.0.0.1:" + toBroker.port();
    a = node("a", made(folder.resolve("a")), toDatabase.port(), tapped);
    b = node("b", made(folder.resolve("b")), database.port(), broker.url());
  }

  private static Path made(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HubProcess node(String name, Path folder, int databasePort, String broker) {
    return new HubProcess(folder, Path.of("src/test/resources/fault/config"))
        .with("QUARKUS_PROFILE", "external")
        .with("SHANGDA_NODE", name)
        .with(
            "SHANGDA_DATABASE_URL",
            "jdbc:postgresql://127.0.0.1:"
                + databasePort
                + "/postgres?sslmode=disable&gssEncMode=disable")
        .with("SHANGDA_DATABASE_USER", "postgres")
        .with("SHANGDA_DATABASE_PASSWORD", "postgres")
        .with("SHANGDA_BROKER_URL", broker)
        .with("SHANGDA_PULL_LEASE", "6000")
        .with("SHANGDA_ANCHOR_EVERY", "PT5S")
        .with("SHANGDA_ANCHOR_CLOCK", "1000")
        .places(
            Map.of(
                "127.0.0.1:18001",
                "127.0.0.1:" + toSources.port(),
                "127.0.0.1:18002",
                "127.0.0.1:" + toTarget.port()));
  }

  /** All of it runs and something has gone through. */
  Cluster start() {
    a.start();
    b.start();
    world.make(20);
    rest();
    return this;
  }

  /** More goes through than before. */
  void untilMoreIsTaken(long more) {
    long now = taken();
    Awaitility.await("more is taken above")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> taken() >= now + more);
  }

  /** More is planned than before. */
  void untilMoreIsPlanned(long more) {
    long now = books().taken("planned");
    Awaitility.await("more is planned")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> books().taken("planned") >= now + more);
  }

  /** Both nodes are asked to stop, and do. */
  void stopNodes() {
    a.close();
    b.close();
  }

  /** Sources and batches that a node still holds, in words. */
  List<String> rowsHeldBy(String node) throws SQLException {
    List<String> held = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(database.url());
        PreparedStatement statement =
            connection.prepareStatement(
                """
                select 'source ' || source from source_state where node = ?
                union all select 'batch ' || id from batch where node = ? and sending
                """)) {
      statement.setString(1, node);
      statement.setString(2, node);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          held.add(rows.getString(1));
        }
      }
    }
    return held;
  }

  private long taken() {
    return world.books().at("/above/counts/accepted").asLong();
  }

  /** Lets it run for a while. */
  void during(Duration time) {
    Instant end = Instant.now().plus(time);
    Awaitility.await().atMost(time.plus(PATIENCE)).until(() -> Instant.now().isAfter(end));
  }

  /** The books, once everything has come to rest. */
  Books rest() {
    Books[] books = new Books[1];
    Awaitility.await("everything comes to rest; logs " + a.folder().getParent())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptions() // the database may still be on its way
        .until(
            () -> {
              books[0] = books();
              return books[0].atRest();
            });
    // the books were read one after the other; now none of them changes any more
    return books();
  }

  Books books() {
    try {
      return Books.read(world, database.url());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Has a fault happen while records flow, lets everything come to rest, and holds the three books
   * side by side.
   */
  void under(String name, Fault fault) throws Exception {
    LOG.info("Fault: {}", name);
    Books before = books();
    world.flow(3);
    untilMoreIsTaken(20);
    fault.happen();
    Instant healed = Instant.now();
    world.forgetRate();
    untilMoreIsTaken(20);
    long recovery = Duration.between(healed, Instant.now()).toSeconds();
    world.flow(0);
    Books after = rest();
    Map<String, Long> row = row(before, after);
    row.put("left/s", Departures.most(database.url(), healed));
    row.put("recovery s", recovery);
    FaultTable.add(new FaultTable.Row(suite, name, row));
    LOG.info("{}: {}", name, row);
    assertThat(after.lost()).as("lost").isEmpty();
    assertThat(after.balanced()).as("balanced").isTrue();
    assertThat(row).containsEntry("doubled", 0L).containsEntry("inversions", 0L);
    if (POLITENESS) {
      assertThat(row).containsEntry("sent during it", 0L);
      assertThat(row.get("most/s")).as("requests a second").isLessThanOrEqualTo(RATE);
    }
  }

  private static Map<String, Long> row(Books before, Books after) {
    Map<String, Long> row = new LinkedHashMap<>();
    row.put("handed out", after.handedOut() - before.handedOut());
    for (String kind : new String[] {"unchanged", "rejected", "held"}) {
      row.put(kind, after.taken(kind) - before.taken(kind));
    }
    for (String state : new String[] {"delivered", "dead", "superseded", "withdrawn", "waiting"}) {
      row.put(state, after.state(state) - before.state(state));
    }
    row.put("lost", (long) after.lost().size());
    row.put("doubled", more("doubled", before, after) + more("changed", before, after));
    row.put("inversions", more("inverted", before, after) + more("orphaned", before, after));
    row.put("stale", more("stale", before, after));
    row.put("Retry-After answers", more("waitAnswers", before, after));
    row.put("sent during it", more("duringWait", before, after));
    row.put("most/s", after.above("most"));
    return row;
  }

  private static long more(String count, Books before, Books after) {
    return after.above(count) - before.above(count);
  }

  @Override
  public void close() throws IOException {
    a.close();
    b.close();
    world.close();
    broker.close();
    database.close();
    for (Tap tap : new Tap[] {toDatabase, toBroker, toSources, toTarget}) {
      tap.close();
    }
  }
}

package io.shangda.hub.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.sandbox.SandboxSettings;
import io.shangda.hub.support.BrokerProcess;
import io.shangda.hub.support.HubProcess;
import io.shangda.hub.support.PostgresProcess;
import io.shangda.hub.support.SandboxBooks;
import io.shangda.hub.support.SandboxProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hub process, a sandbox process that outlives it, and the ledger watched all the time. Which
 * moments are taken for a kill follows from the seed: {@code -Dseed=<number>} tells a run again as
 * far as two processes can.
 */
final class WholeRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WholeRun.class);

  private static final double MIB = 1024.0 * 1024.0;
  private static final String HEAP = "area=\"heap\"";

  private final @Nullable SandboxProcess sandbox;
  private final SandboxBooks books;
  private final HubProcess hub;
  private final LedgerWatch watch;
  private final Random random;

  /**
   * @param folder empty
   * @param turn how often something happens below
   */
  WholeRun(Path folder, Duration turn) {
    this(folder, new SandboxProcess(created(folder.resolve("sandbox"))).start(turn));
  }

  private WholeRun(Path folder, SandboxProcess sandbox) {
    this(
        folder,
        sandbox,
        sandbox.books(),
        new HubProcess(created(folder.resolve("hub"))).with(sandbox));
  }

  private WholeRun(
      Path folder, @Nullable SandboxProcess sandbox, SandboxBooks books, HubProcess hub) {
    String given = System.getProperty("seed", "");
    long seed = given.isBlank() ? System.nanoTime() : Long.parseLong(given);
    LOG.info("Seed {}; logs {}", seed, folder);
    random = new Random(seed);
    this.sandbox = sandbox;
    this.books = books;
    this.hub = hub;
    watch = new LedgerWatch(hub);
  }

  /**
   * A hub with the sandbox in its own process, which is killed with it.
   *
   * @param folder empty
   */
  static WholeRun ofOneProcess(Path folder) {
    SandboxSettings.Ports ports = HubProcess.freePorts();
    return new WholeRun(
        folder,
        null,
        new SandboxBooks(ports.page()),
        new HubProcess(created(folder.resolve("hub"))).withOwnSandbox(ports));
  }

  private static Path created(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HubProcess hub() {
    return hub;
  }

  /** The hub on engines of its own; not started yet. */
  HubProcess external(PostgresProcess postgres, BrokerProcess broker) {
    return hub.with("QUARKUS_PROFILE", "external")
        .with("SHANGDA_DATABASE_URL", postgres.url())
        .with("SHANGDA_DATABASE_USER", "postgres")
        .with("SHANGDA_DATABASE_PASSWORD", "postgres")
        .with("SHANGDA_BROKER_URL", broker.url());
  }

  /** Of a hub with its own engines; open only while the hub is stopped. */
  String embeddedDatabase() {
    return "jdbc:h2:file:"
        + hub.folder().resolve("data/hub")
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;USER=sa";
  }

  SandboxBooks books() {
    return books;
  }

  LedgerWatch watch() {
    return watch;
  }

  Random random() {
    return random;
  }

  /** Lets it run for up to so many seconds, and ends at a moment that nobody chose. */
  void forAMoment(int seconds) {
    Duration time = Duration.ofMillis(random.nextInt(seconds * 1_000));
    LOG.info("Running for {} ms", time.toMillis());
    watch.during(time);
  }

  void killHub() {
    LOG.info("Killing the hub");
    hub.kill();
    hub.start();
    watch.ask();
  }

  /**
   * Lets everything come to rest, stops the hub and compares the three books.
   *
   * @param database of the hub
   */
  void shouldHaveLostAndDoubledNothing(String database) throws SQLException {
    books.calm();
    watch.untilAtRest();
    JsonNode ledger = watch.ask();
    JsonNode handedOut = books.handedOut();
    JsonNode arrivals = books.arrivals();
    List<String> table = table(ledger, handedOut, arrivals);
    hub.close();
    Reckoning reckoning = Reckoning.of(database, handedOut, arrivals);
    table.add("newest versions: " + reckoning.states());
    table.add("differences between the books: " + reckoning.faults().size());
    LOG.info("What became of it:\n{}", String.join("\n", table).indent(2));
    assertThat(reckoning.faults()).isEmpty();
    assertThat(watch.unbalanced()).isEmpty();
  }

  private List<String> table(JsonNode ledger, JsonNode handedOut, JsonNode arrivals) {
    List<String> lines = new ArrayList<>();
    handedOut
        .properties()
        .forEach(
            source ->
                lines.add(
                    "handed out by %s: %s rows of %d records, %s broken"
                        .formatted(
                            source.getKey(),
                            source.getValue().at("/times"),
                            source.getValue().at("/records").size(),
                            source.getValue().at("/broken"))));
    lines.add("ledger, taken: " + ledger.at("/taken"));
    lines.add("ledger, sent: " + ledger.at("/sent"));
    arrivals
        .properties()
        .forEach(
            target ->
                lines.add(
                    "counted by " + target.getKey() + ": " + target.getValue().at("/summary")));
    lines.add(
        "ledger asked %d times: %d times unbalanced, %d times no answer"
            .formatted(
                watch.answers() + watch.silences(), watch.unbalanced().size(), watch.silences()));
    lines.add(heap());
    return lines;
  }

  private String heap() {
    return "heap: %.0f MiB used, garbage included, %.0f MiB committed"
        .formatted(
            hub.metric("jvm_memory_used_bytes", HEAP) / MIB,
            hub.metric("jvm_memory_committed_bytes", HEAP) / MIB);
  }

  @Override
  public void close() {
    hub.close();
    if (sandbox != null) {
      sandbox.close();
    }
  }
}

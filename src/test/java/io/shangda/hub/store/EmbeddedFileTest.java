package io.shangda.hub.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of the embedded database, opened as the hub's settings say. */
class EmbeddedFileTest {
  private static final int ROWS = 2000;
  private static final long MEGABYTE = 1_000_000;

  @Test
  void shouldStayWithinAFewTimesItsContentWhenTheSameRowsAreRewritten(@TempDir Path folder)
      throws Exception {
    AtomicInteger rounds = new AtomicInteger();
    try (Connection connection = open(folder.resolve("hub"))) {
      fill(connection);

      // a busy hub: some hundred commits a second
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> rewrite(connection, rounds.incrementAndGet()) == 100);
    }

    assertThat(Files.size(folder.resolve("hub.mv.db")))
        .as("of 2 MB of content, after 5,000 commits and a stop that tidies it up")
        .isLessThan(8 * MEGABYTE);
  }

  @Test
  void shouldHaveEveryCommitInItBeforeTheCommitReturns(@TempDir Path folder) throws Exception {
    Path copy = folder.resolve("copy.mv.db");
    try (Connection connection = open(folder.resolve("hub"))) {
      fill(connection);
      Sql.update(connection, "update one set n = 42 where id = 7");
      Files.copy(folder.resolve("hub.mv.db"), copy); // what a killed process leaves
    }

    try (Connection connection = open(folder.resolve("copy"))) {
      Long found = Sql.first(connection, "select n from one where id = 7", row -> row.getLong(1));
      assertThat(found).isEqualTo(42L);
    }
  }

  private static int rewrite(Connection connection, int round) throws SQLException {
    for (int i = 0; i < 50; i++) {
      Sql.update(
          connection, "update one set n = n + 1 where id = ?", (round * 37L + i * 41L) % ROWS);
    }
    Sql.update(connection, "checkpoint sync");
    return round;
  }

  private static void fill(Connection connection) throws SQLException {
    Sql.update(connection, "create table one (id bigint primary key, n bigint, text varchar)");
    for (long id = 0; id < ROWS; id++) {
      Sql.update(
          connection, "insert into one values (?, 0, ?)", id, ("text " + id + " ").repeat(100));
    }
  }

  private static Connection open(Path file) throws IOException, SQLException {
    Properties settings = new Properties();
    try (InputStream in = EmbeddedFileTest.class.getResourceAsStream("/application.properties")) {
      settings.load(in);
    }
    String url = settings.getProperty("quarkus.datasource.embedded.jdbc.url");
    return DriverManager.getConnection(url.replace("./data/hub", file.toString()), "sa", "");
  }
}

package io.shangda.hub.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real PostgreSQL that can be killed and started again over the same data, at the same port. */
public final class PostgresProcess implements AutoCloseable {
  private final Path data;
  private final int port = HubProcess.freePort();
  private EmbeddedPostgres server;

  /**
   * @param folder empty; gets the database's files
   */
  public PostgresProcess(Path folder) {
    this.data = folder.resolve("data");
  }

  public int port() {
    return port;
  }

  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
  }

  public PostgresProcess start() {
    return start(Map.of());
  }

  /**
   * Starts it so that it speaks TLS, with a user {@code shangda} who owns the database and has a
   * password.
   */
  public PostgresProcess startOverTls(Certificates certificates) throws SQLException {
    start(
        Map.of(
            "ssl", "on",
            "ssl_cert_file", certificates.authority().toString(),
            "ssl_key_file", certificates.key().toString()));
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.execute("create role shangda login password 'synthetic-database-password'");
      statement.execute("grant all on database postgres to shangda");
      statement.execute("grant all on schema public to shangda");
    }
    return this;
  }

  /** Connections of a user that are encrypted. */
  public int encryptedConnections(String user) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        PreparedStatement statement =
            connection.prepareStatement(
                "select count(*) from pg_stat_ssl s join pg_stat_activity a on a.pid = s.pid"
                    + " where s.ssl and a.usename = ?")) {
      statement.setString(1, user);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  private PostgresProcess start(Map<String, String> settings) {
    Awaitility.await("PostgreSQL starts")
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions() // the dead one's shared memory is in use until its last child has ended
        .until(
            () -> {
              EmbeddedPostgres.Builder builder =
                  EmbeddedPostgres.builder()
                      .setPort(port)
                      .setDataDirectory(data)
                      .setCleanDataDirectory(false)
                      .setServerConfig("max_connections", "60");
              settings.forEach(builder::setServerConfig);
              server = builder.start();
              return true;
            });
    return this;
  }

  /** True if it lets somebody in. */
  public boolean answers() {
    try (Connection connection = DriverManager.getConnection(url())) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Stops it, copies its files and starts it again; gives the copy. */
  public Path backUp(Path copy) throws IOException {
    server.close();
    HubProcess.copy(data, copy);
    start();
    return copy;
  }

  /** Stops it, puts a copy of its files back and starts it again. */
  public void restore(Path copy) throws IOException {
    server.close();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    HubProcess.copy(copy, data);
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    start();
  }

  /** As kill -9 of its first process does: no checkpoint, no farewell to its clients. */
  public void kill() {
    try {
      long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
      ProcessHandle first = ProcessHandle.of(pid).orElseThrow();
      first.destroyForcibly();
      Awaitility.await().until(() -> !first.isAlive());
      server.close(); // frees its lock on the folder; there is nothing left to stop
      Files.deleteIfExists(data.resolve("postmaster.pid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
    }
  }
}

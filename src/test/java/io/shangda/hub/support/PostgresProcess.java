package io.shangda.hub.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    Awaitility.await("PostgreSQL starts")
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions() // the dead one's shared memory is in use until its last child has ended
        .until(
            () -> {
              server =
                  EmbeddedPostgres.builder()
                      .setPort(port)
                      .setDataDirectory(data)
                      .setCleanDataDirectory(false)
                      .setServerConfig("max_connections", "60")
                      .start();
              return true;
            });
    return this;
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

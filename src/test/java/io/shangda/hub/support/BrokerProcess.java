package io.shangda.hub.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.awaitility.Awaitility;

/** A real Artemis in another process, reached over TCP. */
public final class BrokerProcess implements AutoCloseable {
  private final Path folder;
  private final int port = HubProcess.freePort();
  private Process process;

  public BrokerProcess(Path folder) {
    this.folder = folder;
  }

  public int port() {
    return port;
  }

  public String url() {
    return "tcp://127.0.0.1:" + port;
  }

  public BrokerProcess start() {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            BrokerProcess.class.getName(),
            Integer.toString(port),
            folder.toString());
    builder.redirectErrorStream(true).redirectOutput(new File(folder.toFile(), "broker.log"));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await("the broker listens").atMost(Duration.ofMinutes(1)).until(this::listens);
    return this;
  }

  private boolean listens() {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** As kill -9 does. */
  public void kill() {
    process.destroyForcibly();
    Awaitility.await().until(() -> !process.isAlive());
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
  }

  /** The other process. */
  public static void main(String[] arguments) throws Exception {
    EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    server.setConfiguration(
        new ConfigurationImpl()
            .setSecurityEnabled(false)
            .setPersistenceEnabled(false)
            .setMaxDiskUsage(-1)
            .setJournalDirectory(arguments[1] + "/journal")
            .setPagingDirectory(arguments[1] + "/paging")
            .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + arguments[0]));
    server.start();
  }
}

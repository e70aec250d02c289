package io.shangda.hub.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.awaitility.Awaitility;

/** A real Artemis in another process, reached over TCP. */
public final class BrokerProcess implements AutoCloseable {
  public static final String USER = "hub";
  public static final String PASSWORD = "synthetic-broker-password";

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
    launch();
    Awaitility.await("the broker listens").atMost(Duration.ofMinutes(1)).until(this::listens);
    return this;
  }

  /** Starts it so that it speaks TLS only, and lets in only who has name and password. */
  public BrokerProcess startOverTls(Certificates certificates) {
    launch(certificates.keyStore().toString());
    Awaitility.await("the broker listens").atMost(Duration.ofMinutes(1)).until(this::listens);
    return this;
  }

  /** Starts it without waiting for anything. */
  public void launch() {
    launch("");
  }

  private void launch(String keyStore) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            BrokerProcess.class.getName(),
            Integer.toString(port),
            folder.toString(),
            keyStore);
    builder.redirectErrorStream(true).redirectOutput(new File(folder.toFile(), "broker.log"));
    try {
      Files.createDirectories(folder);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    boolean open = arguments[2].isEmpty();
    String encrypted =
        "?sslEnabled=true&keyStorePath="
            + arguments[2]
            + "&keyStorePassword="
            + Certificates.STORE_PASSWORD;
    EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    server.setConfiguration(
        new ConfigurationImpl()
            .setSecurityEnabled(!open)
            .setPersistenceEnabled(true)
            .setMaxDiskUsage(-1)
            .setBindingsDirectory(arguments[1] + "/bindings")
            .setLargeMessagesDirectory(arguments[1] + "/large")
            .setJournalDirectory(arguments[1] + "/journal")
            .setPagingDirectory(arguments[1] + "/paging")
            .addAcceptorConfiguration(
                "tcp", "tcp://127.0.0.1:" + arguments[0] + (open ? "" : encrypted)));
    if (!open) {
      server.setSecurityManager(oneUser());
    }
    server.start();
  }

  private static ActiveMQSecurityManager oneUser() {
    return new ActiveMQSecurityManager() {
      @Override
      public boolean validateUser(String user, String password) {
        return USER.equals(user) && PASSWORD.equals(password);
      }

      @Override
      public boolean validateUserAndRole(
          String user, String password, Set<Role> roles, CheckType checkType) {
        return validateUser(user, password);
      }
    };
  }
}

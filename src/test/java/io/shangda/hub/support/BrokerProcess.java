package io.shangda.hub.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.ClusterConnectionConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.ha.SharedStoreBackupPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.SharedStorePrimaryPolicyConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real Artemis in another process, reached over TCP; alone, or one of an HA pair. */
public final class BrokerProcess implements AutoCloseable {
  public static final String USER = "hub";
  public static final String PASSWORD = "synthetic-broker-password";

  /** What it is to another one. */
  private enum Part {
    ALONE,
    PRIMARY,
    BACKUP
  }

  private final Path folder;
  private final Part part;
  private final int port = HubProcess.freePort();
  private final @Nullable BrokerProcess primary;
  private @Nullable BrokerProcess backup;
  private Process process;

  public BrokerProcess(Path folder) {
    this(folder, Part.ALONE, null);
  }

  private BrokerProcess(Path folder, Part part, @Nullable BrokerProcess primary) {
    this.folder = folder;
    this.part = part;
    this.primary = primary;
  }

  /** The first of an HA pair with one store; {@link #backup()} is the other. */
  public static BrokerProcess pair(Path folder) {
    BrokerProcess primary = new BrokerProcess(folder, Part.PRIMARY, null);
    primary.backup = new BrokerProcess(folder, Part.BACKUP, primary);
    return primary;
  }

  /** Whether another one takes over from it. */
  public boolean isPaired() {
    return backup != null;
  }

  /** The one that takes over from this one. */
  public BrokerProcess backup() {
    return Objects.requireNonNull(backup, "this one stands alone");
  }

  public int port() {
    return port;
  }

  /** As a hub has it in {@code SHANGDA_BROKER_URL}. */
  public String url() {
    String url = "tcp://127.0.0.1:" + port;
    return backup == null ? url : "(" + url + "," + backup.url() + ")?ha=true&reconnectAttempts=3";
  }

  public BrokerProcess start() {
    launch();
    awaitListening();
    return this;
  }

  /** It serves clients: it is the only one, or the one of two whose turn it is. */
  public void awaitListening() {
    Awaitility.await("the broker listens").atMost(Duration.ofMinutes(1)).until(this::listens);
  }

  /** Starts it behind the one that serves, and waits until that one tells its clients of it. */
  public void standBy() throws Exception {
    launch();
    String serving = "tcp://127.0.0.1:" + other();
    try (ServerLocator locator = ActiveMQClient.createServerLocator(serving + "?ha=true");
        ClientSessionFactory session = locator.createSessionFactory()) {
      Awaitility.await("clients are told of the backup")
          .atMost(Duration.ofMinutes(1))
          .until(
              () ->
                  session.getServerLocator().getTopology().getMembers().stream()
                      .anyMatch(member -> member.getBackup() != null));
    }
  }

  private Path log() {
    return folder.resolve(part == Part.BACKUP ? "backup.log" : "broker.log");
  }

  /** Starts it so that it speaks TLS only, and lets in only who has name and password. */
  public BrokerProcess startOverTls(Certificates certificates) {
    launch(certificates.keyStore().toString());
    awaitListening();
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
            keyStore,
            part.name(),
            Integer.toString(other()));
    builder.redirectErrorStream(true).redirectOutput(log().toFile());
    try {
      Files.createDirectories(folder);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int other() {
    BrokerProcess other = primary != null ? primary : backup;
    return other == null ? 0 : other.port;
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
    if (backup != null) {
      backup.close();
    }
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
    Configuration configuration =
        new ConfigurationImpl()
            .setSecurityEnabled(!open)
            .setPersistenceEnabled(true)
            .setMaxDiskUsage(-1)
            .setBindingsDirectory(arguments[1] + "/bindings")
            .setLargeMessagesDirectory(arguments[1] + "/large")
            .setJournalDirectory(arguments[1] + "/journal")
            .setPagingDirectory(arguments[1] + "/paging")
            .addAcceptorConfiguration(
                "tcp", "tcp://127.0.0.1:" + arguments[0] + (open ? "" : encrypted));
    pair(configuration, Part.valueOf(arguments[3]), arguments[0], arguments[4]);
    server.setConfiguration(configuration);
    if (!open) {
      server.setSecurityManager(oneUser());
    }
    server.start();
  }

  /** One store between two: who holds its lock serves, and clients are told of the other. */
  private static void pair(Configuration configuration, Part part, String self, String other)
      throws Exception {
    if (part == Part.ALONE) {
      return;
    }
    configuration
        .setHAPolicyConfiguration(
            part == Part.PRIMARY
                ? new SharedStorePrimaryPolicyConfiguration()
                : new SharedStoreBackupPolicyConfiguration().setAllowFailBack(false))
        .setClusterPassword(PASSWORD)
        .addConnectorConfiguration("self", "tcp://127.0.0.1:" + self)
        .addConnectorConfiguration("other", "tcp://127.0.0.1:" + other)
        .addClusterConfiguration(
            new ClusterConnectionConfiguration()
                .setName("pair")
                .setConnectorName("self")
                .setStaticConnectors(List.of("other")));
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

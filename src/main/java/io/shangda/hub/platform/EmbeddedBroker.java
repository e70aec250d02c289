package io.shangda.hub.platform;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Artemis inside the hub's process, for a site with one node. Its queues hold hints only, never
 * records.
 */
@ApplicationScoped
public class EmbeddedBroker {
  private static final String DROPPED = "hints.dropped";

  private final boolean wanted;
  private final String folder;
  private @Nullable EmbeddedActiveMQ server;

  EmbeddedBroker(
      @ConfigProperty(name = "shangda.broker.embedded", defaultValue = "true") boolean wanted,
      @ConfigProperty(name = "shangda.broker.folder", defaultValue = "data/artemis")
          String folder) {
    this.wanted = wanted;
    this.folder = folder;
  }

  /** Starts it unless an external broker is configured; called again it does nothing. */
  synchronized void start() {
    if (!wanted || server != null) {
      return;
    }
    try {
      EmbeddedActiveMQ embedded = new EmbeddedActiveMQ();
      embedded.setConfiguration(configuration());
      embedded.start();
      server = embedded;
    } catch (Exception e) {
      throw new IllegalStateException(
          "The embedded broker does not start with its journal in '"
              + folder
              + "': "
              + e.getMessage(),
          e);
    }
  }

  private Configuration configuration() throws Exception {
    Path journal = Path.of(folder);
    return new ConfigurationImpl()
        .setName("shangda")
        .setSecurityEnabled(false)
        // nobody listens to them, and a session that ends while the broker stops would fail to send
        // one
        .setSuppressSessionNotifications(true)
        .setPersistenceEnabled(true)
        .setJMXManagementEnabled(true)
        .setJournalDirectory(journal.resolve("journal").toString())
        .setBindingsDirectory(journal.resolve("bindings").toString())
        .setLargeMessagesDirectory(journal.resolve("large").toString())
        .setPagingDirectory(journal.resolve("paging").toString())
        .setMaxDiskUsage(-1)
        .addAcceptorConfiguration("in-vm", "vm://0")
        .addQueueConfiguration(dropped())
        .addAddressSetting("#", hints());
  }

  /** Keeps the last one only: without a queue the broker would warn about every hint it drops. */
  private static QueueConfiguration dropped() {
    return QueueConfiguration.of(DROPPED)
        .setRoutingType(RoutingType.ANYCAST)
        .setDurable(false)
        .setRingSize(1L);
  }

  /** What expires or fails is a hint: dropped, and sent again by the clock. */
  private static AddressSettings hints() {
    return new AddressSettings()
        .setAutoDeleteQueues(false)
        .setAutoDeleteAddresses(false)
        .setMaxDeliveryAttempts(1)
        .setDeadLetterAddress(SimpleString.of(DROPPED))
        .setExpiryAddress(SimpleString.of(DROPPED));
  }

  @PreDestroy
  synchronized void stop() throws Exception {
    if (server != null) {
      server.stop();
      server = null;
    }
  }
}

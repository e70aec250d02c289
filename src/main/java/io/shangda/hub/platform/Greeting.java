package io.shangda.hub.platform;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.Secrets;
import io.shangda.hub.sandbox.Sandbox;
import io.shangda.hub.sandbox.SandboxSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import java.util.concurrent.CompletionException;
import org.apache.camel.spi.CamelEvent.CamelContextStartedEvent;
import org.apache.camel.spi.CamelEvent.CamelContextStoppedEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first lines on the console: where to look. Starts the sandbox where it was asked for. */
@ApplicationScoped
public class Greeting {
  private static final Logger LOG = LoggerFactory.getLogger("shangda");

  private final HubSettings settings;
  private final CurrentConfig config;
  private final Secrets secrets;
  private final Vertx vertx;
  private final int port;
  private @Nullable Sandbox sandbox;

  Greeting(
      HubSettings settings,
      CurrentConfig config,
      @Named("secrets") Secrets secrets,
      Vertx vertx,
      @ConfigProperty(name = "quarkus.http.port", defaultValue = "8080") int port) {
    this.settings = settings;
    this.config = config;
    this.secrets = secrets;
    this.vertx = vertx;
    this.port = port;
  }

  /** Before the routes, which would find nobody there. */
  void starting(@Observes StartupEvent event) {
    if (settings.sandbox()) {
      Sandbox started =
          new Sandbox(
              vertx,
              SandboxSettings.standard(SandboxSettings.Ports.from(settings.sandboxPort()), port));
      sandbox = started;
      await(started.start());
    }
  }

  /** After the routes: only now is it true. */
  void started(@Observes CamelContextStartedEvent event) {
    String here = "http://localhost:" + port;
    LOG.info(
        """
        Shangda 上达 is up with {} sources and {} targets
          console  {}/hawtio   (user admin, password in data/initial-admin-password or SHANGDA_ADMIN_PASSWORD)
          ledger   {}/api/v1/ledger
          health   {}/q/health""",
        config.get().sources().size(),
        config.get().targets().size(),
        here,
        here,
        here);
    tellMissingSecrets();
    if (sandbox != null) {
      LOG.info("{}", sandbox.summary());
    } else if (config.get().sources().isEmpty()) {
      LOG.info(
          "No source is configured; 'check' tells whether config/ is good, the sandbox shows how it looks");
    }
  }

  /** Whoever sets up a hub should not have to wait for the first delivery to fail. */
  private void tellMissingSecrets() {
    config
        .get()
        .targets()
        .values()
        .forEach(
            target ->
                secrets
                    .missing(target.options())
                    .forEach(
                        what ->
                            LOG.warn(
                                "Target '{}': {}. Nothing is sent to it until that is mended; its deliveries wait"
                                    + " in the database.",
                                target.id(),
                                what)));
    config
        .get()
        .sources()
        .values()
        .forEach(
            source ->
                secrets
                    .missing(source.options())
                    .forEach(
                        what ->
                            LOG.warn(
                                "Source '{}': {}. It cannot be pulled until that is mended.",
                                source.id(),
                                what)));
  }

  /** After the routes, which finish first what they have begun. */
  void stopped(@Observes CamelContextStoppedEvent event) {
    LOG.info("Stopped: what was under way is finished or handed over");
  }

  void stopping(@Observes ShutdownEvent event) {
    if (sandbox != null) {
      await(sandbox.stop());
    }
  }

  private static void await(Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new IllegalStateException("The sandbox does not start or stop: " + e.getMessage(), e);
    }
  }
}

package io.shangda.hub.platform;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.PlainHttp;
import io.shangda.hub.config.Secrets;
import io.shangda.hub.operate.access.PrivateFolder;
import io.shangda.hub.sandbox.Sandbox;
import io.shangda.hub.sandbox.SandboxSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.camel.spi.CamelEvent.CamelContextStartedEvent;
import org.apache.camel.spi.CamelEvent.CamelContextStoppedEvent;
import org.eclipse.microprofile.config.Config;
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
  private final Exposure exposure;
  private @Nullable Sandbox sandbox;

  Greeting(
      HubSettings settings,
      CurrentConfig config,
      @Named("secrets") Secrets secrets,
      Vertx vertx,
      @ConfigProperty(name = "quarkus.http.port", defaultValue = "8080") int port,
      Config all) {
    this.settings = settings;
    this.config = config;
    this.secrets = secrets;
    this.vertx = vertx;
    this.port = port;
    this.exposure = Exposure.of(all);
  }

  /** Before the routes, which would find nobody there. */
  void starting(@Observes StartupEvent event) {
    closeData();
    if (settings.sandbox()) {
      Sandbox started =
          new Sandbox(
              vertx,
              SandboxSettings.standard(SandboxSettings.Ports.from(settings.sandboxPort()), port));
      sandbox = started;
      await(started.start());
    }
  }

  /** What an earlier version, a restore or a copy left open to the others on this machine. */
  private void closeData() {
    Path data = Path.of(settings.data()).toAbsolutePath().normalize();
    try {
      int closed = new PrivateFolder(data).close();
      if (closed > 0) {
        LOG.info(
            "{} files and folders in {} could be read by other users of this machine; now only by"
                + " the hub's",
            closed,
            data);
      }
    } catch (IOException e) {
      LOG.warn(
          "The data folder {} cannot be closed to other users of this machine ({}); it holds keys"
              + " and records. Give it to the hub's user, with mode 0700.",
          data,
          e.toString());
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
          health   {}/q/health\
        """,
        config.get().sources().size(),
        config.get().targets().size(),
        here,
        here,
        here);
    tellMissingSecrets();
    tellPlainHttp();
    exposure.remark().ifPresent(remark -> LOG.warn("{}", remark.en()));
    closeData();
    if (sandbox != null) {
      LOG.info("{}", sandbox.summary());
    } else if (config.get().sources().isEmpty()) {
      LOG.info(
          "No source is configured; 'check' tells whether config/ is good, the sandbox shows how it"
              + " looks");
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
                                "Target '{}': {}. Nothing is sent to it until that is mended; its"
                                    + " deliveries wait in the database.",
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

  /**
   * The configuration allows it, or it would have been refused; that it is so is said all the same.
   */
  private void tellPlainHttp() {
    Stream.concat(
            config.get().sources().values().stream()
                .filter(source -> PlainHttp.isReadable(source.options()))
                .map(source -> "Source '" + source.id() + "'"),
            config.get().targets().values().stream()
                .filter(target -> PlainHttp.isReadable(target.options()))
                .map(target -> "Target '" + target.id() + "'"))
        .forEach(
            who ->
                LOG.warn(
                    "{}: its password or token goes over http:// to another machine"
                        + " (allow-plain-http); everybody on the way can read it. Have"
                        + " it reached by https:// if that can be.",
                    who));
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

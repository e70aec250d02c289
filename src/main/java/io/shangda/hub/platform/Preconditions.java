package io.shangda.hub.platform;

import io.shangda.hub.operate.StartCheck;
import io.shangda.hub.sandbox.SandboxSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** What the settings of this node ask for must be there before anything is started. */
final class Preconditions {
  private static final int PORT = 8080;
  private static final String OTHER_PORT =
      "Stop it, or choose another port for this hub: QUARKUS_HTTP_PORT=9080, or"
          + " quarkus.http.port=9080 in config/application.properties.";

  private final Path folder;
  private final Config settings;
  private final SandboxSettings.Ports sandbox;

  Preconditions(Path folder, Config settings, SandboxSettings.Ports sandbox) {
    this.folder = folder;
    this.settings = settings;
    this.sandbox = sandbox;
  }

  /** The first thing that stops the start; empty if nothing does. */
  Optional<String> trouble() {
    return StartCheck.ofRoutes(folder)
        .or(
            () ->
                StartCheck.ofPort(
                    settings.getOptionalValue("quarkus.http.host", String.class).orElse("0.0.0.0"),
                    settings.getOptionalValue("quarkus.http.port", Integer.class).orElse(PORT),
                    OTHER_PORT))
        .or(this::sandbox)
        .or(this::data);
  }

  /** The last, for it makes the folder; a hub on engines elsewhere can do without. */
  private Optional<String> data() {
    boolean embedded =
        !settings
                .getOptionalValue("quarkus.datasource.postgresql.active", Boolean.class)
                .orElse(false)
            || settings.getOptionalValue("shangda.broker.embedded", Boolean.class).orElse(true);
    return embedded
        ? StartCheck.ofData(
            folder.resolve(settings.getOptionalValue("shangda.data", String.class).orElse("data")))
        : Optional.empty();
  }

  private Optional<String> sandbox() {
    if (!settings.getOptionalValue("shangda.sandbox", Boolean.class).orElse(false)) {
      return Optional.empty();
    }
    return Stream.of(
            sandbox.page(),
            sandbox.trading(),
            sandbox.cases(),
            sandbox.provinceTrading(),
            sandbox.provinceData())
        .map(port -> StartCheck.ofPort("127.0.0.1", port, advice()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private String advice() {
    return "The sandbox needs the ports %d to %d, which its sources and targets name: stop that program, or start without SHANGDA_SANDBOX=true."
        .formatted(sandbox.page(), sandbox.provinceData());
  }
}

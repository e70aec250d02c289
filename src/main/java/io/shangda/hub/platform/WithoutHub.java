package io.shangda.hub.platform;

import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.Secrets;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.intake.Compilers;
import io.shangda.hub.operate.Remark;
import io.shangda.hub.operate.Surroundings;
import io.shangda.hub.route.ConnectorCall;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.Received;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** The hub's parts for a command, which runs without the hub, and perhaps beside it. */
final class WithoutHub implements Surroundings {
  private final Path folder;
  private final Config settings;
  private final Clock clock = Clock.systemUTC();

  /**
   * @param folder that has {@code config/} and {@code routes/}
   */
  WithoutHub(Path folder, Config settings) {
    this.folder = folder;
    this.settings = settings;
  }

  @Override
  public @Nullable Received firstPage(SourceConfig source) throws PullFailure {
    try (ConnectorCall call = new ConnectorCall(folder, clock, secrets(), ofRoutes())) {
      return call.firstPage(source);
    }
  }

  private Secrets secrets() {
    return Secrets.ofThisProcess(
        folder.resolve(setting("shangda.secrets.folder", "secrets")),
        folder.resolve(setting("shangda.data", "data")));
  }

  private String setting(String name, String otherwise) {
    return settings.getOptionalValue(name, String.class).orElse(otherwise);
  }

  private Map<String, String> ofRoutes() {
    Map<String, String> values = new HashMap<>();
    for (String name : settings.getPropertyNames()) {
      if (name.startsWith("shangda.")) {
        settings.getOptionalValue(name, String.class).ifPresent(v -> values.put(name, v));
      }
    }
    return values;
  }

  @Override
  public Compilers compilers() {
    return new Stages(clock);
  }

  @Override
  public List<Remark> remarks(HubConfig config) {
    return new NodeRemarks(settings).of(config);
  }

  @Override
  public Opening openToRead() {
    return new DatabaseOpening(settings).toRead();
  }

  @Override
  public Opening openToWrite() {
    return new DatabaseOpening(settings).toWrite();
  }
}

package io.shangda.hub.route;

import io.shangda.hub.config.Proxies;
import io.shangda.hub.config.Secrets;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.source.DropFolder;
import io.shangda.hub.source.HttpPull;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/**
 * The pull connectors alone, called as the hub calls them. The hook after the commit is never
 * called, so nothing at a source changes.
 */
public final class ConnectorCall implements AutoCloseable {
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final PullHttpClient client = new PullHttpClient();
  private final Clock clock;

  /**
   * @param folder that has {@code routes/}; relative drop folders are below it
   * @param settings for the placeholders in the routes
   */
  public ConnectorCall(Path folder, Clock clock, Secrets secrets, Map<String, String> settings) {
    this.clock = clock;
    Properties properties = new Properties();
    properties.putAll(settings);
    camel.getPropertiesComponent().setInitialProperties(properties);
    camel.disableJMX();
    Proxies proxies = Proxies.of(Optional.ofNullable(settings.get("shangda.proxy")));
    camel
        .getRegistry()
        .bind("pullHttp", new PullHttp(new HttpPull(clock, secrets::resolve), proxies));
    camel.getRegistry().bind("pullHttpClient", client);
    camel.getRegistry().bind("secrets", secrets);
    camel.getRegistry().bind("pullFiles", new PullFiles(new DropFolder(clock, folder)));
    start(folder.resolve("routes").resolve("connectors"));
  }

  private void start(Path connectors) {
    try {
      for (Path file : files(connectors)) {
        PluginHelper.getRoutesLoader(camel)
            .loadRoutes(ResourceHelper.fromString(file.toString(), Files.readString(file)));
      }
      camel.start();
    } catch (Exception e) {
      throw new IllegalStateException(
          "The connectors in " + connectors + " do not start: " + e.getMessage(), e);
    }
  }

  private static List<Path> files(Path connectors) {
    try (Stream<Path> files = Files.list(connectors)) {
      return files
          .filter(file -> file.getFileName().toString().matches("pull-.*\\.camel\\.yaml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The connectors in " + connectors + " are unreadable", e);
    }
  }

  /**
   * The page a source gives to one that has no cursor yet.
   *
   * @return null if it has nothing
   */
  public @Nullable Received firstPage(SourceConfig source) throws PullFailure {
    try (ProducerTemplate template = camel.createProducerTemplate()) {
      Exchange exchange =
          template.send(
              "direct:" + source.connector(),
              asked -> asked.setProperty(PullContract.SOURCE, source));
      return received(source, exchange);
    } catch (IOException e) {
      throw new UncheckedIOException("Closing a template reads and writes nothing", e);
    }
  }

  private @Nullable Received received(SourceConfig source, Exchange exchange) throws PullFailure {
    Exception failure = exchange.getException();
    if (failure instanceof PullFailure known) {
      throw known;
    }
    if (failure != null) {
      throw new PullFailure(
          PullFailure.Kind.AWAY,
          "Connector '%s' failed for source '%s': %s; look at its route"
              .formatted(source.connector(), source.id(), failure),
          null,
          failure);
    }
    return Pulling.received(exchange, clock.instant());
  }

  @Override
  public void close() {
    camel.stop();
    client.stop();
  }
}

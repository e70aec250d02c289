package io.shangda.hub.route;

import io.shangda.hub.config.Proxies;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.Page;
import io.shangda.hub.source.DropFolder;
import io.shangda.hub.source.FormatPageReader;
import io.shangda.hub.source.HttpPull;
import io.shangda.hub.source.PageReader;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.Received;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/** The shipped connector routes in a plain Camel context, called as the hub calls them. */
final class PullRoutes implements AutoCloseable {
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final PullHttpClient client = new PullHttpClient();
  private final PageReader reader = new FormatPageReader();
  private final ConnectorRoutes connectors = new ConnectorRoutes(camel);

  PullRoutes(Clock clock, UnaryOperator<String> secrets, Path folder) throws Exception {
    this(clock, secrets, folder, Proxies.NONE);
  }

  PullRoutes(Clock clock, UnaryOperator<String> secrets, Path folder, Proxies proxies)
      throws Exception {
    camel.getRegistry().bind("pullHttp", new PullHttp(new HttpPull(clock, secrets), proxies));
    camel.getRegistry().bind("pullHttpClient", client);
    camel.getRegistry().bind("secrets", new Secrets(secrets));
    camel.getRegistry().bind("pullFiles", new PullFiles(new DropFolder(clock, folder)));
    add(Path.of("routes/connectors/pull-http-json.camel.yaml"));
    add(Path.of("routes/connectors/pull-files.camel.yaml"));
    camel.disableJMX();
    camel.start();
  }

  void add(Path route) throws Exception {
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.resolveResource(camel, "file:" + route));
  }

  /** The bean of that name in the hub, as far as a route may use it. */
  public record Secrets(UnaryOperator<String> values) {
    public String resolve(String text) {
      return values.apply(text);
    }
  }

  /** What the hub does for one page: the connector, the reader, the commit, the hook. */
  @Nullable Page page(SourceConfig source, @Nullable String cursor) throws PullFailure {
    Exchange exchange = connector(source, cursor);
    Received received = Pulling.received(exchange, Clock.systemUTC().instant());
    if (received == null) {
      String why = exchange.getProperty(PullContract.NOTHING, String.class);
      return reader.nothing(source, cursor, Clock.systemUTC().instant(), why);
    }
    Page page = reader.read(source, received.raw(), cursor, received.told());
    if (page.reason() != null) {
      exchange.setProperty(PullContract.REASON, page.reason());
    }
    settle(exchange);
    return page;
  }

  /** The hook after the commit, on the connector's own exchange. */
  void settle(Exchange taken) throws PullFailure {
    connectors.settle(taken);
    failureOf(taken);
  }

  Exchange connector(SourceConfig source, @Nullable String cursor) throws PullFailure {
    Exchange exchange = new DefaultExchange(camel);
    exchange.setProperty(PullContract.SOURCE, source);
    PullContract.ask(exchange, cursor);
    connectors.pull(exchange);
    return failureOf(exchange);
  }

  private static Exchange failureOf(Exchange exchange) throws PullFailure {
    if (exchange.getException() instanceof PullFailure failure) {
      throw failure;
    }
    if (exchange.getException() != null) {
      throw new AssertionError("no PullFailure", exchange.getException());
    }
    return exchange;
  }

  /** A whole run from a cursor; the answer is every page of it. */
  List<Page> run(SourceConfig source, @Nullable String cursor) throws PullFailure {
    List<Page> pages = new ArrayList<>();
    @Nullable String at = cursor;
    while (true) {
      Page page = page(source, at);
      if (page == null) {
        return pages;
      }
      pages.add(page);
      at = page.nextCursor() == null ? at : page.nextCursor();
      if (page.end()) {
        return pages;
      }
    }
  }

  @Override
  public void close() {
    QuickStop.stop(camel);
    client.stop();
  }
}

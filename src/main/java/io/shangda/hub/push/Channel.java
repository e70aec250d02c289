package io.shangda.hub.push;

import io.shangda.hub.config.Proxies;
import io.shangda.hub.config.TargetConfig;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kept connections to one target. All of its traffic runs on one event loop, so that no request
 * changes threads on its way.
 */
final class Channel {
  private static final Logger LOG = LoggerFactory.getLogger(Channel.class);

  /**
   * Shorter than what servers commonly keep (60 s and more): a connection closed by the other side
   * at the moment it is used again leaves an unknown outcome behind.
   */
  private static final int KEEP_ALIVE_SECONDS = 10;

  /** Status line, and the line with a chunk's size. */
  private static final int LONGEST_LINE = 8 << 10;

  private static final int MOST_HEADER_BYTES = 64 << 10;

  private final TargetConfig target;
  private final HttpOptions options;
  private final Vertx vertx;
  private final Context context;
  private final HttpClient client;
  private int users;
  private boolean retired;

  /**
   * @throws IllegalArgumentException if an option makes no sense
   */
  Channel(Vertx vertx, TargetConfig target) {
    this.target = target;
    this.options = HttpOptions.of(target);
    this.vertx = vertx;
    // The public call would hand out the caller's own context, which may be bound to a request.
    this.context = ((VertxInternal) vertx).createEventLoopContext();
    this.client =
        vertx
            .httpClientBuilder()
            .with(clientOptions())
            .with(new PoolOptions().setHttp1MaxSize(target.concurrency()))
            .withConnectHandler(connection -> connection.exceptionHandler(this::broken))
            .build();
  }

  private HttpClientOptions clientOptions() {
    HttpClientOptions made =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_1_1)
            .setKeepAlive(true)
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setPipelining(false)
            .setTcpNoDelay(true)
            .setMaxInitialLineLength(LONGEST_LINE)
            .setMaxHeaderSize(MOST_HEADER_BYTES) // trailers have the same limit
            .setConnectTimeout((int) connectLimit().toMillis())
            .setSslHandshakeTimeout(connectLimit().toMillis())
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
            .setTracingPolicy(TracingPolicy.IGNORE)
            .setSsl(options.tls());
    Proxies.Proxy proxy = Proxies.NONE.of(target.options());
    if (proxy != null) {
      made.setProxyOptions(
          new ProxyOptions().setType(ProxyType.HTTP).setHost(proxy.host()).setPort(proxy.port()));
    }
    if (!options.trust().isEmpty()) {
      made.setTrustOptions(new PemTrustOptions().addCertPath(options.trust()));
    }
    return made;
  }

  /**
   * What breaks a request is told by its reply; of a kept connection that breaks between two nobody
   * need know, and the library would call it an error without a name.
   */
  private void broken(Throwable cause) {
    LOG.debug(
        "A connection to {} of target '{}' broke: {}",
        options.url().getAuthority(),
        target.id(),
        cause.getMessage());
  }

  HttpOptions options() {
    return options;
  }

  TargetConfig target() {
    return target;
  }

  Vertx vertx() {
    return vertx;
  }

  Context context() {
    return context;
  }

  HttpClient client() {
    return client;
  }

  /** Connecting is part of a request's time, for the lease is made from that. */
  Duration connectLimit() {
    Duration most = target.requestLimit();
    return options.connectLimit().compareTo(most) < 0 ? options.connectLimit() : most;
  }

  RequestOptions request(String path) {
    String query = options.query().isEmpty() ? "" : "?" + options.query();
    return new RequestOptions()
        .setMethod(HttpMethod.valueOf(options.method()))
        .setHost(options.url().getHost())
        .setPort(options.port())
        .setSsl(options.tls())
        .setURI(options.path(path) + query)
        .setFollowRedirects(false);
  }

  /** Method and address as the evidence tells them: without user, and without a query's values. */
  String shown(String path) {
    String shown =
        options.method()
            + ' '
            + options.url().getScheme()
            + "://"
            + options.url().getHost()
            + (options.url().getPort() < 0 ? "" : ":" + options.url().getPort())
            + options.path(path);
    return options.query().isEmpty()
        ? shown
        : shown + '?' + options.query().replaceAll("=[^&]*", "=…");
  }

  /** Whether these connections still fit the target's configuration. */
  boolean serves(TargetConfig now) {
    return now.options().equals(target.options())
        && now.envelope().equals(target.envelope())
        && now.concurrency() == target.concurrency()
        && now.requestLimit().equals(target.requestLimit());
  }

  synchronized void enter() {
    users++;
  }

  synchronized void leave() {
    users--;
    closeIfUnused();
  }

  /** Closes once the batches under way have left. */
  synchronized void retire() {
    retired = true;
    closeIfUnused();
  }

  private void closeIfUnused() {
    if (retired && users == 0) {
      client.close();
    }
  }
}

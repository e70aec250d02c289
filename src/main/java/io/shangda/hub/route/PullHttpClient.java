package io.shangda.hub.route;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.util.TimeValue;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The HTTP client of all pulls: one for thousands of sources, so nothing of one may reach another
 * (no cookies, no cached credentials), and nothing happens behind the hub's back (no redirects, no
 * repeated 429 or 503, no decompression). When the time of a request is over, the connection is cut
 * ({@link TimeLimits}).
 */
@Named("pullHttpClient")
@Singleton
public final class PullHttpClient implements HttpClientConfigurer {
  /** A request without a limit of its own gets this. */
  private static final Duration TIME = Duration.ofSeconds(60);

  /** An answer that no step of the hub reads within limits; bytes. */
  private static final long LARGEST = 32L << 20;

  private final TimeLimits limits = new TimeLimits("pull-time-limit");
  private final LimitedConnections connections;

  /** With four connections to one host and 64 in all. */
  public PullHttpClient() {
    this(4, 64);
  }

  @Inject
  public PullHttpClient(
      @ConfigProperty(name = "shangda.pull.connections-per-host", defaultValue = "4") int perHost,
      @ConfigProperty(name = "shangda.pull.connections", defaultValue = "64") int total) {
    connections = new LimitedConnections(perHost, total);
  }

  @PreDestroy
  void stop() {
    limits.stop();
    connections.stop();
  }

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client
        .setConnectionManager(connections)
        .setConnectionManagerShared(true)
        .setRequestExecutor(new FewInterim())
        .setRoutePlanner(new ByProxy())
        .disableContentCompression()
        .disableCookieManagement()
        .disableRedirectHandling()
        .disableAuthCaching()
        .setRetryStrategy(new OnlyStaleConnections())
        .addExecInterceptorFirst("time-limit", this::execute);
  }

  private ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    Duration limit = TimeLimits.taken(request, scope);
    ByProxy.taken(request, scope);
    boolean read = limit != null; // the hub's own step reads it within the source's limits
    Cancellable call = TimeLimits.call(scope);
    Future<?> cut = limits.cut(call, limit == null ? TIME : limit);
    boolean answered = false;
    try {
      ClassicHttpResponse response = chain.proceed(request, scope);
      strip(response, read);
      HttpEntity entity = response.getEntity();
      if (entity != null) {
        response.setEntity(new GuardedAnswer(entity, call, cut, read ? Long.MAX_VALUE : LARGEST));
        answered = true;
      }
      return response;
    } catch (OutOfMemoryError e) {
      call.cancel(); // or the connection would be lent for ever
      throw e;
    } finally {
      if (!answered) {
        cut.cancel(false);
      }
    }
  }

  private static void strip(ClassicHttpResponse response, boolean read) throws HttpException {
    Header encoding = response.getFirstHeader("Content-Encoding");
    if (!read && encoding != null && !encoding.getValue().strip().equalsIgnoreCase("identity")) {
      throw new ProtocolException("compressed without being asked");
    }
    for (Header header : response.getHeaders()) {
      if (!AnswerHeaders.allows(header.getName())) {
        response.removeHeader(header);
      }
    }
  }

  /** A kept connection that the source has closed meanwhile is worth one more try, nothing else. */
  private static final class OnlyStaleConnections extends DefaultHttpRequestRetryStrategy {
    OnlyStaleConnections() {
      super(
          1,
          TimeValue.ZERO_MILLISECONDS,
          List.of(
              java.io.InterruptedIOException.class,
              MessageConstraintException.class,
              java.net.UnknownHostException.class,
              java.net.ConnectException.class,
              java.net.NoRouteToHostException.class,
              javax.net.ssl.SSLException.class),
          List.of());
    }
  }
}

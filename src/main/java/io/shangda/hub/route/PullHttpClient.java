package io.shangda.hub.route;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.Http1StreamListener;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of all pulls: one for thousands of sources, so nothing of one may reach another
 * (no cookies, no cached credentials), and nothing happens behind the hub's back (no redirects, no
 * repeated 429 or 503, no decompression).
 *
 * <p>Socket time-outs start anew with every byte. A source that drips its headers or body would
 * hold a thread for ever, hence a limit for the whole: when it is over the connection is cut.
 */
@Named("pullHttpClient")
@Singleton
public final class PullHttpClient implements HttpClientConfigurer {
  /** Request header that never leaves: milliseconds for the request and its whole answer. */
  static final String TIME_LIMIT = "Shangda-Time-Limit";

  /** A request without a limit of its own gets this. */
  private static final Duration TIME = Duration.ofSeconds(60);

  /** An answer that no step of the hub reads within limits; bytes. */
  private static final long LARGEST = 32L << 20;

  /** Answers before the answer (1xx). */
  private static final int MOST_INTERIM = 20;

  private final ScheduledThreadPoolExecutor timer;
  private final PullConnections connections;

  /** With four connections to one host and 64 in all. */
  public PullHttpClient() {
    this(4, 64);
  }

  @Inject
  public PullHttpClient(
      @ConfigProperty(name = "shangda.pull.connections-per-host", defaultValue = "4") int perHost,
      @ConfigProperty(name = "shangda.pull.connections", defaultValue = "64") int total) {
    connections = new PullConnections(perHost, total);
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "pull-time-limit");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  @PreDestroy
  void stop() {
    timer.shutdownNow();
    connections.stop();
  }

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client
        .setConnectionManager(connections)
        .setConnectionManagerShared(true)
        .setRequestExecutor(new FewInterim())
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
    Header limit = request.getFirstHeader(TIME_LIMIT);
    request.removeHeaders(TIME_LIMIT);
    scope.originalRequest.removeHeaders(TIME_LIMIT); // of which a repeated one would be made
    if (!(scope.originalRequest instanceof Cancellable call)) {
      throw new ProtocolException("a request that cannot be cut off");
    }
    boolean read = limit != null; // the hub's own step reads it within the source's limits
    long time = read ? Long.parseLong(limit.getValue()) : TIME.toMillis();
    Future<?> cut = timer.schedule(call::cancel, time, TimeUnit.MILLISECONDS);
    boolean answered = false;
    try {
      ClassicHttpResponse response = chain.proceed(request, scope);
      strip(response, read);
      HttpEntity entity = response.getEntity();
      if (entity != null) {
        response.setEntity(new Guarded(entity, call, cut, read ? Long.MAX_VALUE : LARGEST));
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

  /** Lets a source say that it is still at work, but not for ever. */
  private static final class FewInterim extends HttpRequestExecutor {
    private final ThreadLocal<int[]> heads;

    FewInterim() {
      this(ThreadLocal.withInitial(() -> new int[1]));
    }

    private FewInterim(ThreadLocal<int[]> heads) {
      super(
          Http1Config.DEFAULT,
          DefaultConnectionReuseStrategy.INSTANCE,
          new Http1StreamListener() {
            @Override
            public void onRequestHead(HttpConnection connection, HttpRequest request) {}

            @Override
            public void onResponseHead(HttpConnection connection, HttpResponse response) {
              if (++heads.get()[0] > MOST_INTERIM) {
                throw new Flood();
              }
            }

            @Override
            public void onExchangeComplete(HttpConnection connection, boolean keepAlive) {}
          });
      this.heads = heads;
    }

    @Override
    public ClassicHttpResponse execute(
        ClassicHttpRequest request,
        HttpClientConnection connection,
        @Nullable HttpResponseInformationCallback told,
        HttpContext context)
        throws IOException, HttpException {
      heads.get()[0] = 0;
      try {
        return super.execute(request, connection, told, context);
      } catch (Flood e) {
        throw new ProtocolException("more than " + MOST_INTERIM + " interim answers", e);
      }
    }
  }

  private static final class Flood extends RuntimeException {
    private static final long serialVersionUID = 1L;
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

  private static final class Guarded extends HttpEntityWrapper {
    private final Cancellable call;
    private final Future<?> cut;
    private final long largest;
    private @Nullable InputStream content;

    Guarded(HttpEntity entity, Cancellable call, Future<?> cut, long largest) {
      super(entity);
      this.call = call;
      this.cut = cut;
      this.largest = largest;
    }

    @Override
    public InputStream getContent() throws IOException {
      InputStream known = content;
      if (known == null) {
        known = new Body(super.getContent());
        content = known;
      }
      return known;
    }

    /** Closed before its end the connection is cut, not read to an end that may never come. */
    private final class Body extends FilterInputStream {
      private boolean over;
      private long count;

      Body(InputStream in) {
        super(in);
      }

      @Override
      public int read() throws IOException {
        int one = super.read();
        ended(one < 0 ? -1 : 1);
        return one;
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        return ended(super.read(bytes, from, length));
      }

      private int ended(int read) throws IOException {
        if (read < 0 && !over) {
          over = true;
          cut.cancel(false);
        }
        count += Math.max(read, 0);
        if (count > largest) {
          throw new IOException("an answer of more than " + largest + " bytes");
        }
        return read;
      }

      @Override
      public void close() throws IOException {
        if (!over) {
          over = true;
          cut.cancel(false);
          call.cancel();
        }
        super.close();
      }
    }
  }
}

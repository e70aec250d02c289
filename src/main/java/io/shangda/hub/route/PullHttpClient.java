package io.shangda.hub.route;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
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
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.util.TimeValue;
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

  private final ScheduledThreadPoolExecutor timer;

  public PullHttpClient() {
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
  }

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client
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
    if (limit == null || !(scope.originalRequest instanceof Cancellable call)) {
      return chain.proceed(request, scope);
    }
    Future<?> cut =
        timer.schedule(call::cancel, Long.parseLong(limit.getValue()), TimeUnit.MILLISECONDS);
    boolean answered = false;
    try {
      ClassicHttpResponse response = chain.proceed(request, scope);
      HttpEntity entity = response.getEntity();
      if (entity != null) {
        response.setEntity(new Guarded(entity, call, cut));
        answered = true;
      }
      return response;
    } finally {
      if (!answered) {
        cut.cancel(false);
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
    private @Nullable InputStream content;

    Guarded(HttpEntity entity, Cancellable call, Future<?> cut) {
      super(entity);
      this.call = call;
      this.cut = cut;
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

      Body(InputStream in) {
        super(in);
      }

      @Override
      public int read() throws IOException {
        return ended(super.read());
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        return ended(super.read(bytes, from, length));
      }

      private int ended(int read) {
        if (read < 0 && !over) {
          over = true;
          cut.cancel(false);
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

package io.shangda.hub.route;

import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * The HTTP client for push connectors in YAML: sends a request once. The client's own default
 * repeats it after a 503 or a broken connection, and that could be two records above. Of an answer
 * no more than 1 MB is read, decompressed.
 */
@Named("pushHttpClient")
@Singleton
public final class PushHttpClient implements HttpClientConfigurer {
  private static final int MOST_BYTES = 1 << 20;

  @Override
  public void configureHttpClient(HttpClientBuilder builder) {
    builder
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .addExecInterceptorFirst(
            "answer-limit",
            (request, scope, chain) ->
                limited(
                    chain.proceed(request, scope),
                    scope.originalRequest instanceof Cancellable call ? call : () -> false));
  }

  private static ClassicHttpResponse limited(ClassicHttpResponse response, Cancellable call) {
    HttpEntity entity = response.getEntity();
    if (entity != null) {
      response.setEntity(new Limited(entity, call));
    }
    return response;
  }

  private static final class Limited extends HttpEntityWrapper {
    private final Cancellable call;

    Limited(HttpEntity entity, Cancellable call) {
      super(entity);
      this.call = call;
    }

    @Override
    public InputStream getContent() throws IOException {
      return new Counted(super.getContent(), call);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      try (InputStream in = getContent()) {
        in.transferTo(out);
      }
    }
  }

  /** Closed before its end the connection is cut, not read to an end that may never come. */
  private static final class Counted extends FilterInputStream {
    private final Cancellable call;
    private long read;
    private boolean over;

    Counted(InputStream in, Cancellable call) {
      super(in);
      this.call = call;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count(one < 0 ? -1 : 1);
      return one;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int some = super.read(bytes, from, length);
      count(some);
      return some;
    }

    private void count(int more) throws IOException {
      over |= more < 0;
      read += Math.max(0, more);
      if (read > MOST_BYTES) {
        throw new IOException("the answer is longer than " + MOST_BYTES + " bytes");
      }
    }

    @Override
    public void close() throws IOException {
      if (!over) {
        over = true;
        call.cancel();
      }
      super.close();
    }
  }
}

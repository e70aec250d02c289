package io.shangda.hub.route;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;

/**
 * The HTTP client for push connectors in YAML: sends a request once. The client's own default
 * repeats it after a 503 or a broken connection, and that could be two records above. An answer has
 * the limits it has for {@code push-http}: of its head (see {@link LimitedConnections}), 1 MB of
 * its body, decompressed, and of the time until it is whole: the target's request limit, which
 * {@link PushReplies} tells.
 */
@Named("pushHttpClient")
@Singleton
public final class PushHttpClient implements HttpClientConfigurer {
  private static final int MOST_BYTES = 1 << 20;

  /** A request that was told no limit gets this. */
  private static final Duration TIME = Duration.ofSeconds(60);

  private static final int PER_HOST = 20;
  private static final int TOTAL = 200;

  private final TimeLimits limits = new TimeLimits("push-time-limit");
  private final LimitedConnections connections = new LimitedConnections(PER_HOST, TOTAL);

  @PreDestroy
  void stop() {
    limits.stop();
    connections.stop();
  }

  @Override
  public void configureHttpClient(HttpClientBuilder builder) {
    builder
        .setConnectionManager(connections)
        .setConnectionManagerShared(true)
        .setRequestExecutor(new FewInterim())
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .addExecInterceptorFirst("answer-limit", this::execute);
  }

  private ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    Duration limit = TimeLimits.taken(request, scope);
    Cancellable call = TimeLimits.call(scope);
    Future<?> cut = limits.cut(call, limit == null ? TIME : limit);
    boolean answered = false;
    try {
      ClassicHttpResponse response = chain.proceed(request, scope);
      HttpEntity entity = response.getEntity();
      if (entity != null) {
        response.setEntity(new GuardedAnswer(entity, call, cut, MOST_BYTES));
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
}

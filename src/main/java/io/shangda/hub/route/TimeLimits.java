package io.shangda.hub.route;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Limits for a request with its whole answer. Socket time-outs start anew with every byte: who
 * drips headers or a body would hold a thread for ever, so when the time is over the connection is
 * cut.
 */
final class TimeLimits {
  /** Request header that never leaves: milliseconds for the request and its whole answer. */
  static final String HEADER = "Shangda-Time-Limit";

  private final ScheduledThreadPoolExecutor timer;

  /**
   * @param name of its thread
   */
  TimeLimits(String name) {
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  /** The hub stops. */
  void stop() {
    timer.shutdownNow();
  }

  /** What the request's header says; the header is taken off it. */
  static @Nullable Duration taken(ClassicHttpRequest request, ExecChain.Scope scope) {
    Header limit = request.getFirstHeader(HEADER);
    request.removeHeaders(HEADER);
    scope.originalRequest.removeHeaders(HEADER); // of which a repeated one would be made
    return limit == null ? null : Duration.ofMillis(Long.parseLong(limit.getValue()));
  }

  /** What ends the exchange under way, wherever it stands. */
  static Cancellable call(ExecChain.Scope scope) throws ProtocolException {
    if (!(scope.originalRequest instanceof Cancellable call)) {
      throw new ProtocolException("a request that cannot be cut off");
    }
    return call;
  }

  /** Cuts the call when the time is over, unless the answer was whole before. */
  Future<?> cut(Cancellable call, Duration time) {
    return timer.schedule(call::cancel, time.toMillis(), TimeUnit.MILLISECONDS);
  }
}

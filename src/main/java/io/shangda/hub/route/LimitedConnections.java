package io.shangda.hub.route;

import java.io.IOException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Connections on which a head of an answer has limits: lines, header lines, trailers and lines of
 * chunks alike. Thousands of sources or targets share them, so they outlive an answer for which the
 * memory did not suffice: the client closes all connections for good when it meets an {@link
 * Error}.
 */
final class LimitedConnections implements HttpClientConnectionManager {
  /** Bytes of a status line, a header line, a trailer, or the line before a chunk. */
  static final int LONGEST_LINE = 16 << 10;

  /** Header lines of an answer, and as many trailers. */
  static final int MOST_LINES = 100;

  private final PoolingHttpClientConnectionManager pool;

  LimitedConnections(int perHost, int total) {
    pool =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnPerRoute(perHost)
            .setMaxConnTotal(total)
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .http1Config(
                        Http1Config.custom()
                            .setMaxLineLength(LONGEST_LINE)
                            .setMaxHeaderCount(MOST_LINES)
                            .setMaxEmptyLineCount(MOST_LINES)
                            .build())
                    .build())
            .build();
  }

  /** The hub stops. */
  void stop() {
    pool.close(CloseMode.IMMEDIATE);
  }

  @Override
  public LeaseRequest lease(
      String id, HttpRoute route, Timeout requestTimeout, @Nullable Object state) {
    return pool.lease(id, route, requestTimeout, state);
  }

  @Override
  public void release(
      ConnectionEndpoint endpoint, @Nullable Object newState, TimeValue validDuration) {
    pool.release(endpoint, newState, validDuration);
  }

  @Override
  public void connect(
      ConnectionEndpoint endpoint, @Nullable TimeValue connectTimeout, HttpContext context)
      throws IOException {
    pool.connect(endpoint, connectTimeout, context);
  }

  @Override
  public void upgrade(ConnectionEndpoint endpoint, HttpContext context) throws IOException {
    pool.upgrade(endpoint, context);
  }

  /** Whoever closes them shares them with all others. */
  @Override
  public void close(CloseMode mode) {}

  @Override
  public void close() {}
}

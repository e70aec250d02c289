package io.shangda.hub.route;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.Http1StreamListener;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Lets the other side say that it is still at work (1xx), but not for ever. */
final class FewInterim extends HttpRequestExecutor {
  /** Answers before the answer. */
  private static final int MOST = 20;

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
            if (++heads.get()[0] > MOST) {
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
      throw new ProtocolException("more than " + MOST + " interim answers", e);
    }
  }

  private static final class Flood extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}

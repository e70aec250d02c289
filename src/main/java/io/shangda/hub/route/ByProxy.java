package io.shangda.hub.route;

import java.net.URISyntaxException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.routing.DefaultProxyRoutePlanner;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Sends a request directly, unless it names the proxy by which it goes. */
final class ByProxy implements HttpRoutePlanner {
  /** Request header that never leaves: {@code host:port} of the proxy. */
  static final String HEADER = "Shangda-Proxy";

  private final HttpRoutePlanner direct = new DefaultRoutePlanner(null);

  @Override
  public HttpRoute determineRoute(HttpHost target, HttpContext context) throws HttpException {
    return direct.determineRoute(target, context);
  }

  @Override
  public HttpRoute determineRoute(HttpHost target, HttpRequest request, HttpContext context)
      throws HttpException {
    Header proxy = request.getFirstHeader(HEADER);
    if (proxy == null) {
      return direct.determineRoute(target, request, context);
    }
    try {
      return new DefaultProxyRoutePlanner(HttpHost.create("http://" + proxy.getValue()))
          .determineRoute(target, request, context);
    } catch (URISyntaxException e) {
      throw new ProtocolException("a proxy that is no host:port", e);
    }
  }

  /** Takes the header from a request whose way is found, and from what it would be repeated of. */
  static void taken(ClassicHttpRequest request, ExecChain.Scope scope) {
    request.removeHeaders(HEADER);
    scope.originalRequest.removeHeaders(HEADER);
  }
}

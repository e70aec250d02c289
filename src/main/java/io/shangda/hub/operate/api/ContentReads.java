package io.shangda.hub.operate.api;

import io.shangda.hub.operate.access.AccessLog;
import io.shangda.hub.operate.access.ClientAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Notes who read what may hold personal data (keys, search values, findings, the words of
 * platforms), and who took evidence away.
 */
class ContentReads {
  private static final Set<String> CONTENT =
      Set.of("records", "holds", "rejections", "unreadables", "dead-letters", "differences");

  private static final String EXPORT = "audit/export";

  private final AccessLog log;
  private final ClientAddress addresses;
  private final RoutingContext exchange;

  ContentReads(AccessLog log, ClientAddress addresses, RoutingContext exchange) {
    this.log = log;
    this.addresses = addresses;
    this.exchange = exchange;
  }

  @ServerResponseFilter
  void note(ContainerRequestContext request, ContainerResponseContext response) {
    if (!request.getMethod().equals("GET") || response.getStatus() != 200) {
      return;
    }
    String path = request.getUriInfo().getPath().replaceFirst("^/?(api/v1/)?", "");
    String first = path.replaceFirst("/.*", "");
    if (path.equals(EXPORT) || CONTENT.contains(first) || path.equals("audit/events")) {
      String user = request.getSecurityContext().getUserPrincipal().getName();
      String event = path.equals(EXPORT) ? "exported" : "content-read";
      log.note(event, user, addresses.of(exchange), path);
    }
  }
}

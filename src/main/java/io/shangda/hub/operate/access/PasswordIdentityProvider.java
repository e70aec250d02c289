package io.shangda.hub.operate.access;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** A name and a password, from the login page or HTTP Basic. */
@ApplicationScoped
class PasswordIdentityProvider implements IdentityProvider<UsernamePasswordAuthenticationRequest> {
  private final Logins logins;
  private final SessionMark mark;

  PasswordIdentityProvider(Logins logins, SessionMark mark) {
    this.logins = logins;
    this.mark = mark;
  }

  @Override
  public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
    return UsernamePasswordAuthenticationRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
    RoutingContext exchange = HttpSecurityUtils.getRoutingContextAttribute(request);
    String address = address(exchange);
    String password = new String(request.getPassword().getPassword());
    return context.runBlocking(
        () -> {
          Logins.Result result = logins.withPassword(request.getUsername(), password, address);
          if (result instanceof Logins.Result.In in) {
            if (exchange != null && HubAuthentication.isLoginPost(exchange)) {
              mark.give(exchange, in.account().name());
            }
            return Identities.of(in.account());
          }
          if (result instanceof Logins.Result.Locked locked && exchange != null) {
            exchange.put(HubAuthentication.LOCKED_FOR, locked.left());
          }
          throw Identities.refused();
        });
  }

  private static String address(@Nullable RoutingContext exchange) {
    return exchange == null || exchange.request().remoteAddress() == null
        ? "local"
        : exchange.request().remoteAddress().hostAddress();
  }
}

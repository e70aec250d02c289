package io.shangda.hub.operate.access;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** A bearer token of the admin API. */
@ApplicationScoped
class TokenIdentityProvider implements IdentityProvider<TokenAuthenticationRequest> {
  private final Logins logins;
  private final ClientAddress addresses;
  private final AccessLog log;

  TokenIdentityProvider(Logins logins, ClientAddress addresses, AccessLog log) {
    this.logins = logins;
    this.addresses = addresses;
    this.log = log;
  }

  @Override
  public Class<TokenAuthenticationRequest> getRequestType() {
    return TokenAuthenticationRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      TokenAuthenticationRequest request, AuthenticationRequestContext context) {
    String token = request.getToken().getToken();
    RoutingContext exchange = HttpSecurityUtils.getRoutingContextAttribute(request);
    String address = addresses.of(exchange);
    return context.runBlocking(
        () -> {
          Logins.Result result = logins.withToken(token, address);
          if (result instanceof Logins.Result.In in) {
            log.note("login", in.account().name(), address, "token");
            return Identities.ofToken(in.account());
          }
          throw HubAuthentication.refused(exchange, result);
        });
  }
}

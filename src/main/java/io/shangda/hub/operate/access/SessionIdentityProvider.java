package io.shangda.hub.operate.access;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TrustedAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * A session cookie: the account is looked up every time, so that deactivating it, or changing its
 * password, ends sessions.
 */
@ApplicationScoped
class SessionIdentityProvider implements IdentityProvider<TrustedAuthenticationRequest> {
  private final Logins logins;
  private final SessionMark mark;

  SessionIdentityProvider(Logins logins, SessionMark mark) {
    this.logins = logins;
    this.mark = mark;
  }

  @Override
  public Class<TrustedAuthenticationRequest> getRequestType() {
    return TrustedAuthenticationRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      TrustedAuthenticationRequest request, AuthenticationRequestContext context) {
    RoutingContext exchange = HttpSecurityUtils.getRoutingContextAttribute(request);
    return context.runBlocking(
        () ->
            logins
                .active(request.getPrincipal())
                .filter(account -> mark.fits(exchange, account.name()))
                .map(Identities::of)
                .orElseThrow(Identities::refused));
  }
}

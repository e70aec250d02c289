package io.shangda.hub.operate.access;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** A name and a password, from the login page or HTTP Basic. */
@ApplicationScoped
class PasswordIdentityProvider implements IdentityProvider<UsernamePasswordAuthenticationRequest> {
  private final Logins logins;
  private final SessionMark mark;
  private final ClientAddress addresses;
  private final AccessLog log;

  PasswordIdentityProvider(
      Logins logins, SessionMark mark, ClientAddress addresses, AccessLog log) {
    this.logins = logins;
    this.mark = mark;
    this.addresses = addresses;
    this.log = log;
  }

  @Override
  public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
    return UsernamePasswordAuthenticationRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
    RoutingContext exchange = HttpSecurityUtils.getRoutingContextAttribute(request);
    String address = addresses.of(exchange);
    String password = new String(request.getPassword().getPassword());
    return context.runBlocking(
        () -> {
          Logins.Result result = logins.withPassword(request.getUsername(), password, address);
          if (result instanceof Logins.Result.In in) {
            boolean page = exchange != null && HubAuthentication.isLoginPost(exchange);
            if (page && exchange != null) {
              mark.give(exchange, in.account().name());
            }
            log.note("login", in.account().name(), address, page ? "login page" : "HTTP Basic");
            return Identities.of(in.account());
          }
          throw HubAuthentication.refused(exchange, result);
        });
  }
}

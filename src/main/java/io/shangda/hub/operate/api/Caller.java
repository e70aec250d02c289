package io.shangda.hub.operate.api;

import io.quarkus.security.identity.SecurityIdentity;
import io.shangda.hub.operate.access.ClientAddress;
import io.shangda.hub.operate.access.Identities;
import io.shangda.hub.operate.access.Logins;
import io.shangda.hub.record.Actor;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Who sends this request, as the audit log names him. */
@RequestScoped
class Caller {
  private static final int LONGEST_REASON = 1000;
  private final SecurityIdentity identity;
  private final Logins logins;
  private final ClientAddress addresses;
  private final RoutingContext exchange;

  Caller(
      SecurityIdentity identity, Logins logins, ClientAddress addresses, RoutingContext exchange) {
    this.identity = identity;
    this.logins = logins;
    this.addresses = addresses;
    this.exchange = exchange;
  }

  /** Whether a token was sent; it stands for its user, and is not he. */
  boolean isToken() {
    return Identities.isByToken(identity);
  }

  /**
   * That the caller knows his password; guesses are slowed down as at the login.
   *
   * @throws jakarta.ws.rs.WebApplicationException with 403, 429 or 503 if he does not, or it cannot
   *     be looked at now
   */
  void requirePassword(String password) {
    Logins.Result result = logins.withPassword(name(), password, addresses.of(exchange));
    if (result instanceof Logins.Result.Wrong) {
      throw Problem.of(403, "Refused", "'current' is not your password").exception();
    }
    if (result instanceof Logins.Result.Locked locked) {
      throw Problem.later(429, "Too many wrong passwords", locked.left().toSeconds() + 1);
    }
    if (result instanceof Logins.Result.Busy) {
      throw Problem.later(503, "Too many log in at once", 2);
    }
  }

  String name() {
    return identity.getPrincipal().getName();
  }

  SecurityIdentity identity() {
    return identity;
  }

  /**
   * @throws jakarta.ws.rs.WebApplicationException with 400 if there is no reason or it is too long
   */
  Actor with(@Nullable String reason) {
    if (reason == null || reason.isBlank()) {
      throw Problem.badRequest(
          "A reason is needed", "Every change is kept with its reason: send {\"reason\": \"…\"}");
    }
    if (reason.length() > LONGEST_REASON) {
      throw Problem.badRequest(
          "The reason is too long", "A reason has at most " + LONGEST_REASON + " characters");
    }
    return new Actor(name(), reason.strip());
  }

  Actor with(@Nullable Reason body) {
    return with(body == null ? null : body.reason());
  }
}

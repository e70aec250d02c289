package io.shangda.hub.operate.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.BasicAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.FormAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how a request logs in: bearer token, HTTP Basic, or the session cookie of the login page.
 * Only a browser that opens a page is sent to the login page; a script, and the console's own calls
 * after its session has ended, get 401: a redirect to HTML would be read as data.
 */
@ApplicationScoped
class HubAuthentication implements HttpAuthenticationMechanism {
  private static final String LOCKED_FOR = "shangda.locked-for";
  private static final String BUSY = "shangda.busy";
  private static final String BUSY_SECONDS = "2";
  private static final String DATABASE_AWAY = "shangda.database-away";
  private static final String BUSY_PROBLEM =
      """
      {"type":"about:blank","title":"Too many log in at once","status":503,\
      "detail":"Too many passwords are being looked at; nothing was counted. Wait as long as Retry-After says"}\
      """;
  private static final String RETRY_SECONDS = "10";
  private static final String BEARER = "bearer ";
  private static final String LOGIN_POST = "/j_security_check";

  private final FormAuthenticationMechanism form;
  private final BasicAuthenticationMechanism basic;
  private final DatabaseAway away;

  HubAuthentication(
      FormAuthenticationMechanism form, BasicAuthenticationMechanism basic, DatabaseAway away) {
    this.form = form;
    this.basic = basic;
    this.away = away;
  }

  @Override
  public int getPriority() {
    return 3000;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    String header = context.request().getHeader("Authorization");
    Uni<SecurityIdentity> identity;
    if (isLoginPost(context)) {
      identity = fromLoginPage(context, identities);
    } else if (header == null) {
      identity = form.authenticate(context, identities);
    } else if (header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      String token = header.substring(BEARER.length()).strip();
      identity =
          identities.authenticate(
              HttpSecurityUtils.setRoutingContextAttribute(
                  new TokenAuthenticationRequest(new TokenCredential(token, "bearer")), context));
    } else {
      identity = fromHeader(context, identities);
    }
    // The last mechanism to write its name here is the one that is asked for the challenge.
    context.put(HttpAuthenticationMechanism.class.getName(), this);
    return identity.onFailure(away::isWhy).transform(failure -> undecided(context, failure));
  }

  /** A header that is no Base64 is a wrong login too, not the hub's failure. */
  private Uni<SecurityIdentity> fromHeader(
      RoutingContext context, IdentityProviderManager identities) {
    try {
      return basic
          .authenticate(context, identities)
          .onFailure(IllegalArgumentException.class)
          .transform(failure -> Identities.refused());
    } catch (IllegalArgumentException e) {
      return Uni.createFrom().failure(Identities.refused());
    }
  }

  /**
   * A form that cannot be read, or lacks a field, is a wrong login: nothing, or another failure,
   * would have the form read a second time and end in an internal error.
   */
  private Uni<SecurityIdentity> fromLoginPage(
      RoutingContext context, IdentityProviderManager identities) {
    return form.authenticate(context, identities)
        .onItem()
        .ifNull()
        .failWith(Identities::refused)
        .onFailure(failure -> !away.isWhy(failure))
        .transform(failure -> Identities.refused());
  }

  /** Neither right nor wrong: the challenge says so. */
  private static Throwable undecided(RoutingContext context, Throwable failure) {
    context.put(DATABASE_AWAY, true);
    return new AuthenticationFailedException("The database is away", failure);
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    if (context.get(DATABASE_AWAY) != null) {
      return Uni.createFrom().item(new ChallengeData(503, "Retry-After", RETRY_SECONDS));
    }
    if (context.get(BUSY) != null) {
      return Uni.createFrom().item(new ChallengeData(503, "Retry-After", BUSY_SECONDS));
    }
    if (isLoginPost(context) || navigates(context.request())) {
      return form.getChallenge(context);
    }
    Duration locked = context.get(LOCKED_FOR);
    if (locked != null) {
      return Uni.createFrom()
          .item(new ChallengeData(429, "Retry-After", Long.toString(locked.toSeconds() + 1)));
    }
    // A browser would answer WWW-Authenticate with a dialog of its own; only others get it.
    return Uni.createFrom()
        .item(
            isBrowser(context.request())
                ? new ChallengeData(401, null, null)
                : new ChallengeData(401, "WWW-Authenticate", "Basic realm=\"shangda\""));
  }

  @Override
  public Uni<Boolean> sendChallenge(RoutingContext context) {
    return getChallenge(context)
        .map(
            challenge -> {
              context.response().setStatusCode(challenge.status);
              if (challenge.headerName != null) {
                context.response().putHeader(challenge.headerName, challenge.headerContent);
              }
              String problem = context.get(BUSY) == null ? problem(challenge.status) : BUSY_PROBLEM;
              if (problem != null) {
                context
                    .response()
                    .putHeader("Content-Type", "application/problem+json")
                    .end(problem);
              }
              return true;
            });
  }

  private static @Nullable String problem(int status) {
    return switch (status) {
      case 401 ->
          """
          {"type":"about:blank","title":"Login needed","status":401,\
          "detail":"No user, or a wrong one: send HTTP Basic or a bearer token, or log in at /login"}\
          """;
      case 429 ->
          """
          {"type":"about:blank","title":"Login locked","status":429,\
          "detail":"Too many failed logins in a row; wait as long as Retry-After says"}\
          """;
      case 503 ->
          """
          {"type":"about:blank","title":"Database away","status":503,\
          "detail":"The database did not answer, so nobody can log in; nothing changed. Try again later"}\
          """;
      default -> null;
    };
  }

  /** The one answer to a login that is not right; how long to wait is told by the challenge. */
  static AuthenticationFailedException refused(
      @Nullable RoutingContext context, Logins.Result result) {
    if (context != null && result instanceof Logins.Result.Locked locked) {
      context.put(LOCKED_FOR, locked.left());
    }
    if (context != null && result instanceof Logins.Result.Busy) {
      context.put(BUSY, true);
    }
    return Identities.refused();
  }

  static boolean isLoginPost(RoutingContext context) {
    return context.request().method().equals(HttpMethod.POST)
        && context.normalizedPath().endsWith(LOGIN_POST);
  }

  /**
   * Browsers say {@code Sec-Fetch-Mode} only over TLS or to localhost (Fetch Metadata, section 4);
   * elsewhere the wish for HTML has to do.
   */
  private static boolean navigates(HttpServerRequest request) {
    String mode = request.getHeader("Sec-Fetch-Mode");
    if (mode != null) {
      return mode.equals("navigate");
    }
    String accept = request.getHeader("Accept");
    return request.method().equals(HttpMethod.GET)
        && accept != null
        && accept.contains("text/html");
  }

  private static boolean isBrowser(HttpServerRequest request) {
    return request.getHeader("Sec-Fetch-Mode") != null || request.getHeader("Referer") != null;
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    Set<Class<? extends AuthenticationRequest>> types = new HashSet<>(form.getCredentialTypes());
    types.addAll(basic.getCredentialTypes());
    types.add(TokenAuthenticationRequest.class);
    return types;
  }

  @Override
  public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
    return Uni.createFrom()
        .item(
            new HttpCredentialTransport(
                HttpCredentialTransport.Type.AUTHORIZATION, "bearer", "hub"));
  }
}

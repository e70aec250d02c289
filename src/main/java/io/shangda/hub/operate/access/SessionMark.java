package io.shangda.hub.operate.access;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Ties a browser to a session that the hub can end: a second cookie beside Quarkus' own, which
 * knows the user's name and an end only and would be good for as long as it says.
 */
@ApplicationScoped
public class SessionMark {
  private static final String COOKIE = "shangda-session-mark";
  private static final int LONGEST = 100;

  private final Sessions sessions;

  SessionMark(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Begins a session for this answer's reader. */
  public void give(RoutingContext exchange, String user) {
    exchange.response().addCookie(cookie(exchange, sessions.begin(user)));
  }

  /** Ends the session of this request's sender, if it has one. */
  public void end(RoutingContext exchange) {
    String text = text(exchange);
    if (text != null) {
      sessions.end(text);
      exchange.response().addCookie(cookie(exchange, "").setMaxAge(0));
    }
  }

  /** Whether a session of this user is open. */
  boolean fits(@Nullable RoutingContext exchange, String user) {
    String text = exchange == null ? null : text(exchange);
    return text != null && sessions.isOpen(text, user);
  }

  private static @Nullable String text(RoutingContext exchange) {
    Cookie cookie = exchange.request().getCookie(COOKIE);
    return cookie == null || cookie.getValue().length() > LONGEST ? null : cookie.getValue();
  }

  private static Cookie cookie(RoutingContext exchange, String text) {
    return Cookie.cookie(COOKIE, text)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(exchange.request().isSSL())
        .setSameSite(CookieSameSite.STRICT);
  }
}

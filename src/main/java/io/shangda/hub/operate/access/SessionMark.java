package io.shangda.hub.operate.access;

import io.shangda.hub.record.Hash;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ties a session to the password it began with, so that a changed password ends it: a second cookie
 * beside Quarkus' own, which knows the user's name and an end only. It holds a hash over the stored
 * password, which is a salted hash itself; who has an old one cannot make the new one.
 */
@ApplicationScoped
public class SessionMark {
  private static final String COOKIE = "shangda-session-mark";

  private final Users users;

  SessionMark(Users users) {
    this.users = users;
  }

  /** Gives the session of this answer's reader the mark of the user's password. */
  public void give(RoutingContext exchange, String user) {
    mark(user)
        .ifPresent(
            mark ->
                exchange
                    .response()
                    .addCookie(
                        Cookie.cookie(COOKIE, mark)
                            .setPath("/")
                            .setHttpOnly(true)
                            .setSecure(exchange.request().isSSL())
                            .setSameSite(CookieSameSite.STRICT)));
  }

  /** Whether a session began with the password the user has now. */
  boolean fits(@Nullable RoutingContext exchange, String user) {
    Cookie cookie = exchange == null ? null : exchange.request().getCookie(COOKIE);
    if (cookie == null) {
      return false;
    }
    byte[] given = cookie.getValue().getBytes(StandardCharsets.UTF_8);
    return mark(user)
        .filter(mark -> MessageDigest.isEqual(given, mark.getBytes(StandardCharsets.UTF_8)))
        .isPresent();
  }

  private Optional<String> mark(String user) {
    return users.storedPassword(user).map(stored -> Hash.sha256("session of " + stored).hex());
  }
}

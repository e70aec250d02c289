package io.shangda.hub.operate.access;

import io.shangda.hub.record.Hash;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * The console's sessions, known to every node: a cookie alone could not be ended. A session lives
 * 12 hours at most, however busy it is.
 */
@ApplicationScoped
class Sessions {
  private static final Duration LIFE = Duration.ofHours(12);

  private final Database database;
  private final Clock clock = Clock.systemUTC();
  private final SecureRandom random = new SecureRandom();

  Sessions(Database database) {
    this.database = database;
  }

  /** A new session; gives the text that only its owner's browser knows. */
  String begin(String user) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant now = clock.instant();
    database.execute(
        c -> {
          Sql.update(c, "delete from hub_session where ends_at < ?", now);
          Sql.update(
              c,
              "insert into hub_session (id, user_name, ends_at) values (?, ?, ?)",
              id(text),
              user,
              now.plus(LIFE));
        });
    return text;
  }

  boolean isOpen(String text, String user) {
    return !database
        .read(
            c ->
                Sql.list(
                    c,
                    "select 1 from hub_session where id = ? and user_name = ? and ends_at > ?",
                    row -> 1,
                    id(text),
                    user,
                    clock.instant()))
        .isEmpty();
  }

  void end(String text) {
    database.execute(c -> Sql.update(c, "delete from hub_session where id = ?", id(text)));
  }

  /** Ends every session of a user, in the transaction of what ends them. */
  static void endAll(Connection c, String user) throws SQLException {
    Sql.update(c, "delete from hub_session where user_name = ?", user);
  }

  private static String id(String text) {
    return Hash.sha256("session " + text).text();
  }
}

package io.shangda.hub.operate.access;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Hash;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens (RFC 6750) by which programs use the admin API as a user, with that user's roles.
 * The text is {@code shangda_<id>_<secret>}; only its hash is stored.
 */
@ApplicationScoped
public class Tokens {
  private static final String PREFIX = "shangda_";
  private static final Pattern FORM = Pattern.compile(PREFIX + "([0-9a-f]{12})_[A-Za-z0-9_-]{43}");
  private static final Duration MAX_LIFE = Duration.ofDays(366);
  private static final String SELECT =
      "select id, user_name, title, created_at, expires_at from api_token";

  private final Database database;
  private final AuditLog audit;
  private final Clock clock = Clock.systemUTC();
  private final SecureRandom random = new SecureRandom();

  Tokens(Database database, AuditLog audit) {
    this.database = database;
    this.audit = audit;
  }

  /** A token without its text. */
  public record Token(
      String id,
      String user,
      String title,
      @Nullable Instant createdAt,
      @Nullable Instant expiresAt) {}

  /**
   * A token just made.
   *
   * @param text what the program sends; can never be read again
   */
  public record Made(String id, String text, Instant expiresAt) {}

  /**
   * @param life at most 366 days
   * @throws IllegalArgumentException if the life is not between a minute and 366 days
   */
  public Made make(String user, String title, Duration life, Actor actor) {
    if (life.compareTo(Duration.ofMinutes(1)) < 0 || life.compareTo(MAX_LIFE) > 0) {
      throw new IllegalArgumentException("A token lives from 1 minute to 366 days");
    }
    byte[] id = new byte[6];
    byte[] secret = new byte[32];
    random.nextBytes(id);
    random.nextBytes(secret);
    String name = HexFormat.of().formatHex(id);
    String text =
        PREFIX + name + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    Instant expires = clock.instant().plus(life);
    database.execute(
        c -> {
          Sql.update(
              c,
              "insert into api_token (id, user_name, title, hash, expires_at)"
                  + " values (?, ?, ?, ?, ?)",
              name,
              user,
              title,
              Hash.sha256(text).text(),
              expires);
          record(c, "token-made", user, name, actor);
        });
    return new Made(name, text, expires);
  }

  /** Tokens of a user; of all users for null. */
  public List<Token> list(@Nullable String user) {
    return database.read(
        c ->
            user == null
                ? Sql.list(c, SELECT + " order by user_name, id", Tokens::token)
                : Sql.list(c, SELECT + " where user_name = ? order by id", Tokens::token, user));
  }

  /**
   * Ends a token at once.
   *
   * @param user whose token it must be; null for anybody's
   * @return false if there is none
   */
  public boolean revoke(String id, @Nullable String user, Actor actor) {
    return database.inTransaction(
        c -> {
          Token token = Sql.first(c, SELECT + " where id = ? for update", Tokens::token, id);
          if (token == null || (user != null && !token.user().equals(user))) {
            return false;
          }
          Sql.update(c, "delete from api_token where id = ?", id);
          record(c, "token-revoked", token.user(), id, actor);
          return true;
        });
  }

  /** The id in a token's text; empty if the text is no token. */
  static Optional<String> idOf(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches() ? Optional.of(form.group(1)) : Optional.empty();
  }

  /** The user that a token stands for, if it is good now. */
  Optional<String> userOf(String text) {
    Optional<String> id = idOf(text);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    byte[] given = Hash.sha256(text).text().getBytes(StandardCharsets.US_ASCII);
    return database
        .read(
            c ->
                Sql.list(
                    c,
                    "select user_name, hash from api_token where id = ? and expires_at > ?",
                    row -> new Kept(row.getString("user_name"), row.getString("hash")),
                    id.get(),
                    clock.instant()))
        .stream()
        .filter(
            kept -> MessageDigest.isEqual(kept.hash().getBytes(StandardCharsets.US_ASCII), given))
        .map(Kept::user)
        .findFirst();
  }

  private record Kept(String user, String hash) {}

  private void record(Connection c, String event, String user, String id, Actor actor)
      throws SQLException {
    Map<String, Object> detail = new TreeMap<>(Map.of("user", user, "token", id));
    audit.append(c, List.of(new AuditLog.Event(event, null, "", "", actor, detail)));
  }

  private static Token token(ResultSet row) throws SQLException {
    return new Token(
        row.getString("id"),
        row.getString("user_name"),
        row.getString("title"),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "expires_at"));
  }
}

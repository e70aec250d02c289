package io.shangda.hub.operate.access;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.logging.Logger;

/** Decides whether a name and a password, or a token, belong to an active user. */
@ApplicationScoped
class Logins {
  private static final Logger LOG = Logger.getLogger(Logins.class);

  /** What a password is compared with if there is no such user, so that both take equally long. */
  private final String nobody;

  private final Users users;
  private final Tokens tokens;
  private final Database database;
  private final AuditLog audit;
  private final Passwords passwords = new Passwords();
  private final LoginThrottle throttle = new LoginThrottle(System::nanoTime);
  private final SecretKeySpec processKey;

  /**
   * A script that sends its password with every request would cost a key derivation each: what was
   * right is remembered as a keyed hash, tied to the stored text, for the life of the process.
   */
  private final Map<String, Verified> verified = new ConcurrentHashMap<>();

  private record Verified(String stored, byte[] mac) {}

  /** How a login came out. */
  sealed interface Result {
    record In(Account account) implements Result {}

    record Wrong() implements Result {}

    record Locked(Duration left) implements Result {}
  }

  Logins(Users users, Tokens tokens, Database database, AuditLog audit) {
    this.users = users;
    this.tokens = tokens;
    this.database = database;
    this.audit = audit;
    this.nobody = passwords.store(passwords.random());
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    this.processKey = new SecretKeySpec(key, "HmacSHA256");
  }

  /**
   * @param address from where, for the throttle: an attacker elsewhere locks nobody out
   */
  Result withPassword(String name, String password, String address) {
    String key = name + "@" + address;
    Duration left = throttle.lockedFor(key);
    if (!left.isZero()) {
      return new Result.Locked(left);
    }
    Optional<Account> account = users.find(name).filter(Account::active);
    boolean right = isRight(account.map(Account::name), password);
    if (account.isPresent() && right) {
      throttle.succeeded(key);
      return new Result.In(account.get());
    }
    if (throttle.failed(key)) {
      reportLock(name, address);
    }
    return new Result.Wrong();
  }

  Optional<Account> withToken(String token) {
    return tokens.userOf(token).flatMap(this::active);
  }

  /** The account behind a session; empty if it was deactivated or deleted since. */
  Optional<Account> active(String name) {
    return users.find(name).filter(Account::active);
  }

  private boolean isRight(Optional<String> user, String password) {
    Optional<String> stored = user.flatMap(users::storedPassword);
    if (stored.isEmpty()) {
      passwords.matches(nobody, password);
      return false;
    }
    byte[] mac = mac(password);
    Verified before = verified.get(user.orElseThrow());
    if (before != null
        && before.stored().equals(stored.get())
        && MessageDigest.isEqual(before.mac(), mac)) {
      return true;
    }
    boolean right = passwords.matches(stored.get(), password);
    if (right) {
      verified.put(user.orElseThrow(), new Verified(stored.get(), mac));
    }
    return right;
  }

  private byte[] mac(String password) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(processKey);
      return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }

  private void reportLock(String name, String address) {
    // A name that is none may be a password typed into the wrong field: it is not written down.
    String known = users.find(name).isPresent() ? name : "unknown";
    LOG.warnf("Login locked after failures in a row, user=%s address=%s", known, address);
    Map<String, Object> detail = new TreeMap<>(Map.of("user", known, "address", address));
    database.execute(
        c ->
            audit.append(
                c, List.of(new AuditLog.Event("login-locked", null, "", "", Actor.HUB, detail))));
  }
}

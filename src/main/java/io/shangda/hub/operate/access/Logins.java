package io.shangda.hub.operate.access;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decides whether a name and a password, or a token, belong to an active user; every way in goes
 * through one throttle.
 */
@ApplicationScoped
public class Logins {
  /** Stands for every name that can be none. */
  private static final String NO_NAME = "?";

  private static final String UNKNOWN = "unknown";

  /** What a password is compared with if there is no such user, so that both take equally long. */
  private final String nobody;

  private final Users users;
  private final Tokens tokens;
  private final AccessLog log;
  private final Derivations derivations = Derivations.ofThisMachine();
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
  public sealed interface Result {
    record In(Account account) implements Result {}

    record Wrong() implements Result {}

    record Locked(Duration left) implements Result {}

    /** Too many passwords are being looked at; nothing was counted. */
    record Busy() implements Result {}
  }

  Logins(Users users, Tokens tokens, AccessLog log) {
    this.users = users;
    this.tokens = tokens;
    this.log = log;
    this.nobody = passwords.store(passwords.random());
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    this.processKey = new SecretKeySpec(key, "HmacSHA256");
  }

  /**
   * @param address from where, see {@link ClientAddress}
   */
  public Result withPassword(String name, String password, String address) {
    String key = Account.isName(name) ? name : NO_NAME;
    Duration left = throttle.lockedFor(key, address);
    if (!left.isZero()) {
      return new Result.Locked(left);
    }
    Optional<Account> account =
        key.equals(NO_NAME) ? Optional.empty() : users.find(name).filter(Account::active);
    Optional<String> stored = account.map(Account::name).flatMap(users::storedPassword);
    String known = account.map(Account::name).orElse(UNKNOWN);
    if (account.isPresent() && stored.isPresent() && wasVerified(known, stored.get())) {
      if (throttle.tryAtOnce(key, address, () -> isRemembered(known, password))) {
        return new Result.In(account.get());
      }
      // counted, and wrong; it takes as long as every other wrong one
      return derivations
          .run(() -> passwords.matches(nobody, password))
          .map(nothing -> wrong(key, known, address))
          .orElseGet(Result.Busy::new);
    }
    return derivations
        .run(() -> derive(account, stored.orElse(nobody), key, password, address))
        .orElseGet(Result.Busy::new);
  }

  private Result derive(
      Optional<Account> account, String stored, String key, String password, String address) {
    Duration left = throttle.begin(key, address);
    if (!left.isZero()) {
      return new Result.Locked(left);
    }
    boolean right = passwords.matches(stored, password);
    if (right && account.isPresent()) {
      throttle.succeeded(key, address);
      verified.put(account.get().name(), new Verified(stored, mac(password)));
      return new Result.In(account.get());
    }
    return wrong(key, account.map(Account::name).orElse(UNKNOWN), address);
  }

  /**
   * @param known the user's name; a name that is none may be a password typed into the wrong field
   */
  private Result wrong(String key, String known, String address) {
    log.note("login-failed", known, address, "password");
    if (!throttle.lockedFor(key, address).isZero()) {
      log.note("login-locked", known, address, "password");
    }
    return new Result.Wrong();
  }

  /** Tokens cannot be guessed; who tries is slowed down, and told of, all the same. */
  Result withToken(String token, String address) {
    String key = "token " + Tokens.idOf(token).orElse(NO_NAME);
    Duration left = throttle.lockedFor(key, address);
    if (!left.isZero()) {
      return new Result.Locked(left);
    }
    Optional<Account> account = tokens.userOf(token).flatMap(this::active);
    if (account.isPresent()) {
      throttle.succeeded(key, address);
      return new Result.In(account.get());
    }
    throttle.begin(key, address);
    log.note("login-failed", UNKNOWN, address, "token");
    return new Result.Wrong();
  }

  /** The account behind a session; empty if it was deactivated or deleted since. */
  Optional<Account> active(String name) {
    return users.find(name).filter(Account::active);
  }

  private boolean wasVerified(String user, String stored) {
    Verified before = verified.get(user);
    return before != null && before.stored().equals(stored);
  }

  private boolean isRemembered(String user, String password) {
    Verified before = verified.get(user);
    return before != null && MessageDigest.isEqual(before.mac(), mac(password));
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
}

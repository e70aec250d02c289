package io.shangda.hub.operate.access;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The key that encrypts session cookies: made once, kept in {@code data/session-key} (mode 0600),
 * so that a restart ends no session. Several nodes behind one address set {@code
 * quarkus.http.auth.session.encryption-key} instead; any other configuration goes before this one.
 */
public final class SessionKey implements ConfigSource {
  private static final String KEY = "quarkus.http.auth.session.encryption-key";
  private static final int BELOW_ALL_OTHERS = 50;

  private final Path file;

  SessionKey(Path data) {
    this.file = data.resolve("session-key");
  }

  @Override
  public int getOrdinal() {
    return BELOW_ALL_OTHERS;
  }

  @Override
  public Set<String> getPropertyNames() {
    // Not listed, only answered: a build or a command that lists names must not make the file.
    return Set.of();
  }

  @Override
  public @Nullable String getValue(String name) {
    if (!name.equals(KEY)) {
      return null;
    }
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return new PrivateFile(file).readOrWrite(Base64.getEncoder().encodeToString(key));
  }

  @Override
  public String getName() {
    return "session key in " + file;
  }
}

package io.shangda.hub.operate.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;

/** Makes Quarkus' identity of an account, with the roles its own include. */
public final class Identities {
  private static final String BY_TOKEN = "shangda.by-token";

  private Identities() {}

  /** Of a login by a token, which may do less than the person whose it is. */
  static SecurityIdentity ofToken(Account account) {
    return builder(account).addAttribute(BY_TOKEN, true).build();
  }

  static SecurityIdentity of(Account account) {
    return builder(account).build();
  }

  /** Whether a token was sent, and neither a password nor a session. */
  public static boolean isByToken(SecurityIdentity identity) {
    return identity.getAttribute(BY_TOKEN) != null;
  }

  private static QuarkusSecurityIdentity.Builder builder(Account account) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(account.name()))
        .addRoles(Role.granted(account.roles()));
  }

  /** The one answer to everything that is wrong with a login: it does not say what. */
  static AuthenticationFailedException refused() {
    return new AuthenticationFailedException("User or password is wrong, or the user is locked");
  }
}

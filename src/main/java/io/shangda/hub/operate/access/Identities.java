package io.shangda.hub.operate.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;

/** Makes Quarkus' identity of an account, with the roles its own include. */
final class Identities {
  private Identities() {}

  static SecurityIdentity of(Account account) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(account.name()))
        .addRoles(Role.granted(account.roles()))
        .build();
  }

  /** The one answer to everything that is wrong with a login: it does not say what. */
  static AuthenticationFailedException refused() {
    return new AuthenticationFailedException("User or password is wrong, or the user is locked");
  }
}

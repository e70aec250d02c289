package io.shangda.hub.operate.signal;

import io.quarkus.arc.Arc;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.shangda.hub.record.Actor;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Who calls an MBean's operation: the user logged in to Hawtio, or somebody on the machine. */
@ApplicationScoped
class ConsoleUser {
  private static final String LOCAL = "local-jmx";
  private static final int LONGEST_REASON = 1000;

  private final CurrentIdentityAssociation identities;

  ConsoleUser(CurrentIdentityAssociation identities) {
    this.identities = identities;
  }

  /**
   * @throws IllegalArgumentException if there is no reason or it is too long; Hawtio shows it
   */
  Actor with(@Nullable String reason) {
    if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw new IllegalArgumentException(
          "Give a reason of at most " + LONGEST_REASON + " characters; it is kept with the change");
    }
    return new Actor(name(), reason.strip());
  }

  private String name() {
    if (!Arc.container().requestContext().isActive()) {
      return LOCAL;
    }
    SecurityIdentity identity = identities.getIdentity();
    return identity.isAnonymous() ? LOCAL : identity.getPrincipal().getName();
  }
}

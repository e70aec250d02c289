package io.shangda.hub.operate.api;

import io.quarkus.security.identity.SecurityIdentity;
import io.shangda.hub.record.Actor;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Who sends this request, as the audit log names him. */
@RequestScoped
class Caller {
  private static final int LONGEST_REASON = 1000;
  private final SecurityIdentity identity;

  Caller(SecurityIdentity identity) {
    this.identity = identity;
  }

  String name() {
    return identity.getPrincipal().getName();
  }

  SecurityIdentity identity() {
    return identity;
  }

  /**
   * @throws jakarta.ws.rs.WebApplicationException with 400 if there is no reason or it is too long
   */
  Actor with(@Nullable String reason) {
    if (reason == null || reason.isBlank()) {
      throw Problem.badRequest(
          "A reason is needed", "Every change is kept with its reason: send {\"reason\": \"…\"}");
    }
    if (reason.length() > LONGEST_REASON) {
      throw Problem.badRequest(
          "The reason is too long", "A reason has at most " + LONGEST_REASON + " characters");
    }
    return new Actor(name(), reason.strip());
  }

  Actor with(@Nullable Reason body) {
    return with(body == null ? null : body.reason());
  }
}

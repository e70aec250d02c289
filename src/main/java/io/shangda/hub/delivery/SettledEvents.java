package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.ForeignText;
import java.util.LinkedHashMap;
import java.util.Map;

/** The second of a record's two audit events: what became of its delivery. */
final class SettledEvents {
  private SettledEvents() {}

  static AuditLog.Event of(Claimed claimed, Verdicts.Settled settled, Attempt attempt) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("delivery", settled.delivery().id());
    detail.put("version", settled.delivery().version());
    detail.put("operation", settled.delivery().operation().word());
    detail.put("key", settled.delivery().key().text());
    detail.put("attempt", claimed.attempt());
    if (settled.pending()) {
      detail.put("verdict", "pending");
    }
    if (settled.receipt() != null) {
      detail.put("receipt", ForeignText.storable(settled.receipt(), 400));
    }
    if (!settled.message().isEmpty()) {
      detail.put("message", ForeignText.storable(settled.message(), 2000));
    }
    detail.putAll(attempt.facts(settled.delivery()));
    return new AuditLog.Event(
        settled.state().word(),
        settled.delivery().recordId(),
        settled.delivery().record().source().value(),
        claimed.target().id().value(),
        Actor.HUB,
        detail);
  }
}

package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.Hash;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The second of a record's two audit events: what became of its delivery. The target's words may
 * repeat the record, and an event can never be erased: it holds their hashes, the delivery the
 * text.
 */
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
      detail.put("receipt-hash", Hash.sha256(ForeignText.storable(settled.receipt(), 400)).text());
    }
    if (!settled.message().isEmpty()) {
      detail.put("message-hash", Hash.sha256(ForeignText.storable(settled.message(), 2000)).text());
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

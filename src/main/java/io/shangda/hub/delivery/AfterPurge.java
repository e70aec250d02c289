package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.Hash;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Outcomes that arrive after the record was purged. The delivery is closed and never sent again.
 * That the target took it stays known, with the receipt, so that it can be withdrawn there; no text
 * of the target is kept, for it may repeat what was purged.
 */
final class AfterPurge {
  private AfterPurge() {}

  /** Takes what is purged out of the verdicts, and gives an event for each. */
  static List<AuditLog.Event> take(
      Connection connection, Claimed claimed, Verdicts verdicts, Set<Long> purged)
      throws SQLException {
    List<AuditLog.Event> events = new ArrayList<>();
    if (purged.isEmpty()) {
      return events;
    }
    for (Verdicts.Settled settled : List.copyOf(verdicts.settled())) {
      if (purged.contains(settled.delivery().id())) {
        verdicts.settled().remove(settled);
        if (settled.state() == State.DELIVERED) {
          delivered(connection, settled);
        }
        events.add(event(claimed, settled.delivery(), settled.state().word(), settled.receipt()));
      }
    }
    for (List<Delivery> again : List.copyOf(verdicts.again().values())) {
      for (Delivery delivery : List.copyOf(again)) {
        if (purged.contains(delivery.id())) {
          again.remove(delivery);
          events.add(event(claimed, delivery, "unknown", null));
        }
      }
    }
    verdicts.again().values().removeIf(List::isEmpty);
    return events;
  }

  private static void delivered(Connection connection, Verdicts.Settled settled)
      throws SQLException {
    Sql.update(
        connection,
        "update delivery set state = 'delivered', receipt = ?, settled_at = current_timestamp"
            + " where id = ?",
        settled.receipt() == null ? null : ForeignText.storable(settled.receipt(), 400),
        settled.delivery().id());
  }

  private static AuditLog.Event event(
      Claimed claimed,
      Delivery delivery,
      String outcome,
      @org.jspecify.annotations.Nullable String receipt) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("delivery", delivery.id());
    detail.put("version", delivery.version());
    detail.put("operation", delivery.operation().word());
    detail.put("key", delivery.key().text());
    detail.put("attempt", claimed.attempt());
    detail.put("outcome", outcome);
    if (receipt != null) {
      detail.put("receipt-hash", Hash.sha256(ForeignText.storable(receipt, 400)).text());
    }
    return new AuditLog.Event(
        "purged-while-sent",
        delivery.recordId(),
        delivery.record().source().value(),
        claimed.target().id().value(),
        Actor.HUB,
        detail);
  }
}

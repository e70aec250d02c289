package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Inserts that a target refuses because it has the record already, from before a backup was
 * restored here: they go there as updates. That is another request, so it has a key of its own.
 */
final class InsertsTurnedUpdates {
  private static final String TURN =
      """
      update delivery set operation = 'update', repair = 1 + (select max(m.repair) from delivery m
        where m.record = delivery.record and m.version = delivery.version and m.target = delivery.target)
      where id = any(?)
      """;

  private InsertsTurnedUpdates() {}

  /** Gives an event for each; what was purged meanwhile is closed and stays so. */
  static List<AuditLog.Event> write(
      Connection connection, Claimed claimed, List<Delivery> deliveries) throws SQLException {
    List<AuditLog.Event> events = new ArrayList<>();
    if (deliveries.isEmpty()) {
      return events;
    }
    Set<Long> open =
        new HashSet<>(
            Sql.list(
                connection,
                "select id from delivery where id = any(?) and state = 'batched'",
                row -> row.getLong("id"),
                deliveries.stream().map(Delivery::id).toList()));
    Sql.update(connection, TURN, open);
    for (Delivery delivery : deliveries) {
      if (open.contains(delivery.id())) {
        events.add(event(claimed, delivery));
      }
    }
    return events;
  }

  private static AuditLog.Event event(Claimed claimed, Delivery delivery) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("delivery", delivery.id());
    detail.put("version", delivery.version());
    detail.put("key", delivery.key().text());
    detail.put("attempt", claimed.attempt());
    return new AuditLog.Event(
        "insert-turned-update",
        delivery.recordId(),
        delivery.record().source().value(),
        claimed.target().id().value(),
        Actor.HUB,
        detail);
  }
}

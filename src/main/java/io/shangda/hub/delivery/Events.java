package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.TargetId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Audit events of this package that several classes write. */
final class Events {
  private Events() {}

  static List<AuditLog.Event> superseded(TargetId target, List<Long> records) {
    List<AuditLog.Event> events = new ArrayList<>();
    for (Long record : records) {
      events.add(
          new AuditLog.Event(
              "superseded",
              record,
              "",
              target.value(),
              Actor.HUB,
              Map.of("why", "a newer version came before the first attempt")));
    }
    return events;
  }

  /**
   * Of a target, with the hash of words that are its own; the text stands as its last error, for an
   * event can never be erased.
   */
  static AuditLog.Event saidBy(String event, TargetId target, String words) {
    return saidBy(event, target, Actor.HUB, words);
  }

  static AuditLog.Event saidBy(String event, TargetId target, Actor actor, String words) {
    return new AuditLog.Event(
        event,
        null,
        "",
        target.value(),
        actor,
        words.isEmpty() ? Map.of() : Map.of("why-hash", Hash.sha256(words).text()));
  }

  static AuditLog.Event target(String event, TargetId target, Actor actor, String why) {
    return new AuditLog.Event(
        event, null, "", target.value(), actor, why.isEmpty() ? Map.of() : Map.of("why", why));
  }
}

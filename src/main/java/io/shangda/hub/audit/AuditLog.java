package io.shangda.hub.audit;

import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Hash;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Appends events inside the caller's transaction, and one leaf that commits to all of them: the
 * root of a Merkle tree (RFC 6962, section 2.1) over their canonical texts. Call it once per
 * transaction.
 */
public final class AuditLog {
  private final Database database;
  private final Clock clock;

  public AuditLog(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * One thing that happened.
   *
   * @param event what, in kebab-case: {@code taken-in}, {@code delivered}, {@code hold-released},
   *     {@code target-paused}
   * @param record id of the record; null if it is about none
   * @param source id; empty if none
   * @param target id; empty if none
   * @param detail in the order it is to be written; values are text, numbers, booleans or lists of
   *     these; never payloads or secrets
   */
  public record Event(
      String event,
      @Nullable Long record,
      String source,
      String target,
      Actor actor,
      Map<String, Object> detail) {}

  public void append(Connection connection, List<Event> events) throws SQLException {
    if (events.isEmpty()) {
      return;
    }
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    long leaf = database.numbers().next();
    Rows rows =
        new Rows(
            "audit_event",
            "id",
            "leaf",
            "at",
            "record",
            "event",
            "source",
            "target",
            "person",
            "content");
    List<byte[]> texts = new ArrayList<>(events.size());
    try (CanonicalText canonical = new CanonicalText()) {
      for (Event event : events) {
        long id = database.numbers().next();
        byte[] text = canonical.write(id, leaf, at, event);
        texts.add(text);
        rows.add(row(id, leaf, at, event, text));
      }
    }
    Hash root = MerkleTree.root(texts);
    Rows leaves = new Rows("audit_leaf", "id", "at", "events", "root");
    leaves.add(leaf, at, events.size(), root.text());
    database.bulk().insert(connection, rows);
    database.bulk().insert(connection, leaves);
  }

  private static @Nullable Object[] row(long id, long leaf, Instant at, Event event, byte[] text) {
    return new @Nullable Object[] {
      id,
      leaf,
      at,
      event.record(),
      event.event(),
      event.source(),
      event.target(),
      person(event.actor()),
      text
    };
  }

  /** Null for what the hub did by itself: such events are never looked for by name. */
  private static @Nullable String person(Actor actor) {
    return actor.name().equals(Actor.HUB.name()) ? null : actor.name();
  }
}

package io.shangda.hub.audit;

import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Rows;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Appends events inside the caller's transaction, and one leaf that commits to all of them: the
 * root of a Merkle tree (RFC 6962, section 2.1) over their canonical texts. Call it once per
 * transaction.
 */
public final class AuditLog {
  private static final String LEAF =
      """
      insert into audit_leaf (id, at, events, root, first_event, last_event, marks)
      values (?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String QUEUE = "insert into audit_unsealed (leaf) values (?)";

  /** Both in one way to the database and back, of which every transaction has one. */
  private static final String LEAF_AND_QUEUE =
      "with leaf as (" + LEAF + ") " + QUEUE.replace("values (?)", "values (cast(? as bigint))");

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

  /**
   * Writes them, and has them sealed within seconds.
   *
   * @return the leaf that commits to them; 0 if there were none
   */
  public long append(Connection connection, List<Event> events) throws SQLException {
    if (events.isEmpty()) {
      return 0;
    }
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    long leaf = database.numbers().next();
    long first = 0;
    long last = 0;
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
    MerkleTree tree = new MerkleTree();
    try (CanonicalText canonical = new CanonicalText()) {
      for (Event event : events) {
        last = database.numbers().next();
        first = first == 0 ? last : first;
        byte[] text = canonical.write(last, leaf, at, event);
        tree.add(text);
        rows.add(row(last, leaf, at, event, text));
      }
    }
    database.bulk().insert(connection, rows);
    Object[] values = {
      leaf, at, events.size(), tree.root().text(), first, last, tree.marks(), leaf
    };
    if (database.dialect() == Dialect.POSTGRESQL) {
      Sql.update(connection, LEAF_AND_QUEUE, values);
    } else {
      Sql.update(connection, LEAF, Arrays.copyOf(values, values.length - 1));
      Sql.update(connection, QUEUE, leaf);
    }
    return leaf;
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

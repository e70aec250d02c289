package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gives waiting deliveries their batch once nothing of their record is under way and their parent
 * is accepted. Locks the records in id order, as planning and replay do; nothing else locks
 * records.
 */
final class Promotion {
  private record Waiting(
      long delivery,
      long record,
      int version,
      @Nullable Long parent,
      boolean deleted,
      RecordType type) {}

  private static final String WAITING =
      """
      select w.delivery, w.record, w.version, w.parent, v.deleted, r.type
      from delivery_wait w
      join record_version v on v.record = w.record and v.version = w.version
      join record r on r.id = w.record
      where w.target = ? and w.record = any(?)
      order by w.record, w.version desc, w.delivery desc
      """;

  private final Database database;
  private final CurrentConfig config;
  private final Clock clock;

  Promotion(Database database, CurrentConfig config, Clock clock) {
    this.database = database;
    this.config = config;
    this.clock = clock;
  }

  /**
   * Records that wait at this target for one of these records: for an earlier version of it, or for
   * it as a parent.
   */
  Set<Long> waitingFor(Connection connection, TargetId target, Collection<Long> settled)
      throws SQLException {
    return new TreeSet<>(
        Sql.list(
            connection,
            "select record from delivery_wait where target = ? and record = any(?)"
                + " union select record from delivery_wait where target = ? and parent = any(?)",
            row -> row.getLong("record"),
            target.value(),
            settled,
            target.value(),
            settled));
  }

  /**
   * Promotes what can go; gives the audit events of what was superseded or had nothing to withdraw.
   */
  List<AuditLog.Event> promote(Connection connection, TargetConfig target, Collection<Long> records)
      throws SQLException {
    if (records.isEmpty()) {
      return List.of();
    }
    RecordLocks.take(connection, records);
    List<Waiting> waiting =
        Sql.list(
            connection,
            WAITING,
            row -> {
              return new Waiting(
                  row.getLong("delivery"),
                  row.getLong("record"),
                  row.getInt("version"),
                  Sql.number(row, "parent"),
                  row.getBoolean("deleted"),
                  new RecordType(row.getString("type")));
            },
            target.id().value(),
            records);
    Set<Long> involved = new HashSet<>(records);
    waiting.forEach(
        w -> {
          if (w.parent() != null) involved.add(w.parent());
        });
    return new Run(connection, target, Standings.read(connection, involved)).over(waiting);
  }

  private final class Run {
    private final Connection connection;
    private final TargetConfig target;
    private final Standings standings;
    private final Instant now = clock.instant();
    private final Batches batches;
    private final List<AuditLog.Event> events = new ArrayList<>();
    private final PromotedRows rows = new PromotedRows();

    Run(Connection connection, TargetConfig target, Standings standings) throws SQLException {
      Instant due = DatabaseTime.now(connection);
      this.batches = new Batches(database.numbers(), due, config.version());
      this.connection = connection;
      this.target = target;
      this.standings = standings;
    }

    List<AuditLog.Event> over(List<Waiting> waiting) throws SQLException {
      long record = -1;
      for (Waiting one : waiting) {
        if (one.record() == record) {
          settle(one, State.SUPERSEDED); // the newest of its record came first
        } else {
          record = one.record();
          newest(one);
        }
      }
      database.bulk().insert(connection, batches.rows());
      rows.write(connection, now);
      return events;
    }

    private void newest(Waiting one) {
      Standing standing = standings.of(one.record(), target.id());
      if (standing.batched()) {
        return;
      }
      Operation operation = standing.next(one.deleted());
      if (operation == null) {
        settle(one, State.WITHDRAWN);
      } else if (operation != Operation.INSERT
          || one.parent() == null
          || standings.of(one.parent(), target.id()).takesChildren()) {
        batch(one, operation, standing);
      }
    }

    private void batch(Waiting one, Operation operation, Standing standing) {
      rows.batched(one.delivery(), batches.next(target), operation, targetKey(one, standing));
    }

    private @Nullable String targetKey(Waiting one, Standing standing) {
      TargetConfig.TargetType type = target.types().get(one.type());
      if (standing.targetKey() != null || type == null || type.key() == null) {
        return standing.targetKey();
      }
      return TargetKey.make(
          type.key(), database.serials(), LocalDate.ofInstant(now, target.zone()));
    }

    private void settle(Waiting one, State state) {
      rows.settled(one.delivery(), state);
      Map<String, Object> detail = new LinkedHashMap<>();
      detail.put("delivery", one.delivery());
      detail.put("version", one.version());
      events.add(
          new AuditLog.Event(
              state == State.SUPERSEDED ? "superseded" : "nothing-to-withdraw",
              one.record(),
              "",
              target.id().value(),
              Actor.HUB,
              detail));
    }
  }
}

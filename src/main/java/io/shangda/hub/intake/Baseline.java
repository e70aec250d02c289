package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.delivery.RecordLocks;
import io.shangda.hub.delivery.RunTargets;
import io.shangda.hub.intake.Identified.Name;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Rows;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes over what a predecessor had already delivered to a target, as what the target accepted
 * last: the first pull updates what differs under the same target key, and sends nothing that is
 * alike.
 */
public final class Baseline {
  /** Where the raw content of a version would stand: there is none. */
  public static final String PLACE = "baseline";

  private final Database database;
  private final CurrentConfig config;
  private final AuditLog audit;

  public Baseline(Database database, CurrentConfig config, AuditLog audit) {
    this.database = database;
    this.config = config;
    this.audit = audit;
  }

  /**
   * A record that a predecessor had delivered.
   *
   * @param source id of the source it will be pulled from
   * @param key its key there
   * @param targetKey the target's own key of it; null if it has none
   * @param contentHash {@code sha256:<hex>} of the payload as delivered, byte by byte; null: not
   *     known, then the first pull sends an update
   * @param version the number of the newest version delivered; the first pulled one is the next
   */
  public record Line(
      String type,
      String source,
      String key,
      @Nullable String targetKey,
      @Nullable String receipt,
      @Nullable String contentHash,
      @Nullable Integer version) {
    int number() {
      return version == null ? 0 : version;
    }
  }

  /**
   * What was done.
   *
   * @param imported records taken over
   * @param known that were taken over before
   * @param refused lines that were left out, each with the reason in the operator's words
   */
  public record Outcome(int imported, int known, List<String> refused) {}

  private final class Taking {
    final Connection connection;
    final TargetId target;
    final Actor actor;
    final Instant now;
    final Rows records =
        new Rows(
            "record",
            "id",
            "source",
            "type",
            "source_key",
            "version",
            "versions",
            "state",
            "config",
            "search");
    final Rows versions =
        new Rows(
            "record_version",
            "record",
            "version",
            "run",
            "state",
            "deleted",
            "arrived_at",
            "source_hash",
            "raw_hash",
            "raw_place",
            "payload_hash",
            "mapping",
            "config");
    final Rows deliveries =
        new Rows(
            "delivery",
            "id",
            "record",
            "version",
            "target",
            "run",
            "operation",
            "target_key",
            "state",
            "receipt",
            "message",
            "settled_at");
    final List<AuditLog.Event> events = new ArrayList<>();
    int known;

    Taking(Connection connection, TargetId target, Actor actor) throws SQLException {
      this.connection = connection;
      this.target = target;
      this.actor = actor;
      this.now = DatabaseTime.now(connection);
    }

    /** The lines of one source. */
    void take(SourceId source, List<Line> lines, List<String> refused) throws SQLException {
      Map<Name, Line> byName = new LinkedHashMap<>();
      lines.forEach(line -> byName.put(name(line), line));
      Map<Name, Known> there = Known.read(connection, source, byName.keySet());
      List<Long> ids = there.values().stream().map(Known::id).sorted().toList();
      RecordLocks.take(connection, ids);
      Set<Long> had = had(ids);
      long run = database.numbers().next();
      int taken = 0;
      for (Map.Entry<Name, Line> one : byName.entrySet()) {
        Known before = there.get(one.getKey());
        if (before != null && had.contains(before.id())) {
          known++;
        } else if (before != null && before.version() > 0) {
          refused.add(text(one.getValue()) + ": the hub has this record from its source already");
        } else {
          take(source, one.getValue(), before, run);
          taken++;
        }
      }
      if (taken > 0) {
        run(source, run, taken);
      }
    }

    private Set<Long> had(List<Long> ids) throws SQLException {
      return ids.isEmpty()
          ? Set.of()
          : new HashSet<>(
              Sql.list(
                  connection,
                  "select record from delivery where record = any(?) and target = ?",
                  row -> row.getLong(1),
                  ids,
                  target.value()));
    }

    private void take(SourceId source, Line line, @Nullable Known before, long run)
        throws SQLException {
      long id = before == null ? database.numbers().next() : before.id();
      int version = line.number();
      boolean again = before != null && before.versions() >= version && hasVersion(id, version);
      if (before == null) {
        records.add(
            id,
            source.value(),
            line.type(),
            line.key(),
            0,
            version,
            "referred",
            config.version(),
            "");
      } else if (before.versions() < version) {
        Sql.update(connection, "update record set versions = ? where id = ?", version, id);
      }
      if (!again) {
        versions.add(
            id,
            version,
            run,
            "planned",
            false,
            now,
            "baseline:" + run,
            "",
            PLACE,
            line.contentHash(),
            "",
            config.version());
      }
      deliveries.add(
          database.numbers().next(),
          id,
          version,
          target.value(),
          run,
          "insert",
          line.targetKey(),
          "delivered",
          line.receipt(),
          FromPredecessor.MARK + (line.contentHash() == null ? "" : line.contentHash()),
          now);
      Map<String, Object> detail = new LinkedHashMap<>();
      detail.put("run", run);
      detail.put("version", version);
      if (line.receipt() != null) {
        detail.put("receipt-hash", Hash.sha256(line.receipt()).text());
      }
      events.add(new AuditLog.Event("baseline", id, source.value(), target.value(), actor, detail));
    }

    private boolean hasVersion(long record, int version) throws SQLException {
      return Sql.first(
              connection,
              "select 1 from record_version where record = ? and version = ?",
              row -> 1,
              record,
              version)
          != null;
    }

    private void run(SourceId source, long run, int taken) throws SQLException {
      Sql.update(
          connection,
          """
          insert into pull_run (id, source, kind, state, config, pulled, planned, ended_at)
          values (?, ?, 'baseline', 'complete', ?, ?, ?, current_timestamp)
          """,
          run,
          source.value(),
          config.version(),
          taken,
          taken);
      RunTargets.add(connection, run, target, taken);
    }

    void write() throws SQLException {
      database.bulk().insert(connection, records);
      database.bulk().insert(connection, versions);
      database.bulk().insert(connection, deliveries);
      audit.append(connection, events);
    }
  }

  /** Whether a delivery's message says that a predecessor made it, and not this hub. */
  public static boolean isTakenOver(@Nullable String message) {
    return message != null && message.startsWith(FromPredecessor.MARK);
  }

  /**
   * Takes lines over, in one transaction; a line a second time is known, and nothing is done.
   *
   * @throws IllegalArgumentException if there is no such target
   */
  public Outcome take(TargetId target, List<Line> lines, Actor actor) {
    if (!config.get().targets().containsKey(target)) {
      throw new IllegalArgumentException("There is no target '" + target + "'");
    }
    List<String> refused = new ArrayList<>();
    Map<String, List<Line>> bySource = new LinkedHashMap<>();
    for (Line line : lines) {
      String why = BaselineCheck.why(config.get(), target, line);
      if (why == null) {
        bySource.computeIfAbsent(line.source(), s -> new ArrayList<>()).add(line);
      } else {
        refused.add(text(line) + ": " + why);
      }
    }
    List<Integer> counts =
        database.inTransaction(
            c -> {
              Taking taking = new Taking(c, target, actor);
              for (String source : new TreeSet<>(bySource.keySet())) {
                taking.take(
                    new SourceId(source), bySource.getOrDefault(source, List.of()), refused);
              }
              taking.write();
              return List.of(taking.events.size(), taking.known);
            });
    return new Outcome(counts.get(0), counts.get(1), List.copyOf(new TreeSet<>(refused)));
  }

  private static Name name(Line line) {
    return new Name(new RecordType(line.type()), line.key());
  }

  private static String text(Line line) {
    return line.source() + " " + line.type() + " " + line.key();
  }
}

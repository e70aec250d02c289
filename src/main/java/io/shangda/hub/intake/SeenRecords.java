package io.shangda.hub.intake;

import io.shangda.hub.config.SourceConfig.SourceType;
import io.shangda.hub.intake.Identified.Name;
import io.shangda.hub.source.RunStart;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Rows;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notes which records a page shows, for sources from which records are withdrawn that are no longer
 * listed. Whatever is shown is there: its absence ends with the page that shows it.
 */
final class SeenRecords {
  private final Database database;
  private final PageWriting.Job job;
  private final Map<String, Map<Long, Known>> shown = new LinkedHashMap<>();

  /**
   * @param ids of all records of the page, unchanged ones too
   * @param known before the page
   */
  SeenRecords(Database database, PageWriting.Job job, Map<Name, Long> ids, Map<Name, Known> known) {
    this.database = database;
    this.job = job;
    if (job.claim() == null) {
      return; // kept content says nothing about what is listed now
    }
    for (SourceType type : job.plan().source().listed()) {
      shown.put(type.type().value(), new HashMap<>());
    }
    ids.forEach(
        (name, id) -> {
          Map<Long, Known> of = shown.get(name.type().value());
          if (of != null) {
            of.put(id, known.getOrDefault(name, Known.NOTHING));
          }
        });
  }

  /**
   * To be called when the page's changed records are locked.
   *
   * @throws ChangedMeanwhileException if one was withdrawn after the page was sorted: to its
   *     sorting it was unchanged, and now it is new
   */
  void write(Connection connection) throws SQLException {
    if (shown.isEmpty()) {
      return;
    }
    endAbsences(connection);
    PullClaim claim = job.claim();
    if (claim != null && RunStart.isAt(claim.cursor())) {
      list(connection, claim);
    }
  }

  private record Absent(long record, @Nullable Long version) {}

  private void endAbsences(Connection connection) throws SQLException {
    Map<Long, Known> all = new HashMap<>();
    shown.values().forEach(all::putAll);
    List<Absent> absent =
        all.isEmpty()
            ? List.of()
            : Sql.list(
                connection,
                "select record, version from absence where record = any(?) order by record for"
                    + " update",
                row -> new Absent(row.getLong("record"), Sql.number(row, "version")),
                all.keySet());
    if (absent.isEmpty()) {
      return;
    }
    for (Absent one : absent) {
      Known before = all.getOrDefault(one.record(), Known.NOTHING);
      if (one.version() != null && one.version() > before.versions()) {
        throw new ChangedMeanwhileException(one.record());
      }
    }
    Sql.update(
        connection,
        "delete from absence where record = any(?)",
        absent.stream().map(Absent::record).toList());
  }

  private void list(Connection connection, PullClaim claim) throws SQLException {
    Map<String, Long> snapshots = snapshots(connection, claim);
    Rows rows = new Rows("snapshot_seen", "snapshot", "record");
    for (Map.Entry<String, Map<Long, Known>> type : shown.entrySet()) {
      Long snapshot = snapshots.get(type.getKey());
      if (snapshot != null) { // null: the configuration was changed within the run
        type.getValue().keySet().forEach(record -> rows.add(snapshot, record));
      }
    }
    database.bulk().insert(connection, rows);
  }

  /** The run's lists, begun with its first page; those of a run that broke off are let go. */
  private Map<String, Long> snapshots(Connection connection, PullClaim claim) throws SQLException {
    Map<String, Long> snapshots = new HashMap<>();
    String source = claim.source().value();
    Sql.list(
        connection,
        "select id, type from snapshot where source = ? and run = ?",
        row -> snapshots.put(row.getString("type"), row.getLong("id")) == null,
        source,
        claim.run());
    if (snapshots.isEmpty()) {
      SnapshotEnd.forget(connection, source, "state = 'reading'");
      for (String type : shown.keySet()) {
        long id = database.numbers().next();
        Sql.update(
            connection,
            "insert into snapshot (id, source, type, run, state) values (?, ?, ?, ?, 'reading')",
            id,
            source,
            type,
            claim.run());
        snapshots.put(type, id);
      }
    }
    return snapshots;
  }
}

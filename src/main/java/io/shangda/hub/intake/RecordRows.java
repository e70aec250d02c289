package io.shangda.hub.intake;

import io.shangda.hub.intake.Identified.Name;
import io.shangda.hub.record.Hash;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of {@code record} and {@code record_version}. */
final class RecordRows {
  private static final String UPDATE =
      """
      update record set version = ?, versions = ?, version_time = ?, source_hash = ?, state = ?, config = ?,
        parent = ?, search = ?, written_key = nullif(?, source_key)
      where id = ?
      """;

  private final Database database;
  private final PageWriting.Job job;
  private final Hash raw;

  RecordRows(Database database, PageWriting.Job job, Hash raw) {
    this.database = database;
    this.job = job;
    this.raw = raw;
  }

  /** A record after this page: its newest version, and how many it has. */
  private static final class After {
    @Nullable Taken newest;
    int versions;

    void add(Taken one) {
      versions = one.version;
      boolean arrivedOlder = newest != null || one.before != null && one.before.version() > 0;
      if (one.state() != Taken.State.SUPERSEDED || !arrivedOlder) {
        newest = one;
      }
    }
  }

  void write(Connection connection, List<Taken> taken, Map<Name, Long> parents)
      throws SQLException {
    Map<Long, After> records = new LinkedHashMap<>();
    for (Taken one : taken) {
      records.computeIfAbsent(one.id, id -> new After()).add(one);
    }
    Rows rows = rows();
    List<After> updates = new ArrayList<>();
    for (Taken one : taken) {
      After after = records.remove(one.id);
      if (after == null) {
        continue;
      }
      if (one.before == null && after.newest != null) {
        add(rows, after.newest, after.versions, parents);
      } else {
        updates.add(after);
        if (after.newest == null) {
          olderOnly(connection, one.id, after.versions);
        }
      }
    }
    database.bulk().insert(connection, rows);
    update(connection, updates, parents);
    versions(connection, taken);
  }

  private void add(Rows rows, Taken newest, int versions, Map<Name, Long> parents) {
    Identified record = newest.record;
    rows.add(
        newest.id,
        job.plan().source().id().value(),
        record.name().type().value(),
        record.name().key(),
        record.parent() == null ? null : parents.get(record.parent()),
        newest.version,
        versions,
        record.versionTime(),
        record.hash().text(),
        newest.state().word,
        job.plan().config(),
        newest.judged.search(),
        record.written().equals(record.name().key()) ? null : record.written());
  }

  private static Rows rows() {
    return new Rows(
        "record",
        "id",
        "source",
        "type",
        "source_key",
        "parent",
        "version",
        "versions",
        "version_time",
        "source_hash",
        "state",
        "config",
        "search",
        "written_key");
  }

  private static void olderOnly(Connection connection, long id, int versions) throws SQLException {
    io.shangda.hub.store.Sql.update(
        connection, "update record set versions = ? where id = ?", versions, id);
  }

  private void update(Connection connection, List<After> updates, Map<Name, Long> parents)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
      for (After after : updates) {
        Taken newest = after.newest;
        if (newest == null) {
          continue;
        }
        Identified record = newest.record;
        statement.setInt(1, newest.version);
        statement.setInt(2, after.versions);
        statement.setObject(3, time(record));
        statement.setString(4, record.hash().text());
        statement.setString(5, newest.state().word);
        statement.setLong(6, job.plan().config());
        statement.setObject(7, record.parent() == null ? null : parents.get(record.parent()));
        statement.setString(8, newest.judged.search());
        statement.setString(9, record.written());
        statement.setLong(10, newest.id);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static @Nullable OffsetDateTime time(Identified record) {
    return record.versionTime() == null ? null : record.versionTime().atOffset(ZoneOffset.UTC);
  }

  private void versions(Connection connection, List<Taken> taken) throws SQLException {
    Rows rows =
        new Rows(
            "record_version",
            "record",
            "version",
            "run",
            "state",
            "deleted",
            "version_time",
            "arrived_at",
            "source_hash",
            "raw_hash",
            "raw_place",
            "payload",
            "payload_hash",
            "mapping",
            "config");
    for (Taken one : taken) {
      Hash payload = one.judged.payloadHash();
      rows.add(
          one.id,
          one.version,
          job.run(),
          one.state().word,
          one.record.deleted(),
          one.record.versionTime(),
          job.raw().receivedAt(),
          one.record.hash().text(),
          raw.text(),
          StoredPlace.of(one.record.place()),
          one.judged.payload(),
          payload == null ? null : payload.text(),
          one.record.plan().type().mapping(),
          job.plan().config());
    }
    database.bulk().insert(connection, rows);
  }

  /** Rows for parents that only a child has named so far, so that the child can wait for them. */
  static void referTo(
      Database database,
      Connection connection,
      PageWriting.Job job,
      List<Name> unseen,
      Map<Name, Long> ids)
      throws SQLException {
    Rows rows = rows();
    for (Name name : unseen) {
      rows.add(
          ids.get(name),
          job.plan().source().id().value(),
          name.type().value(),
          name.key(),
          null,
          0,
          0,
          null,
          null,
          "referred",
          job.plan().config(),
          "",
          null);
    }
    database.bulk().insert(connection, rows);
  }
}

package io.shangda.hub.intake;

import io.shangda.hub.record.FilePart;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.record.Severity;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Rows;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rows of {@code finding}: every field error of every record, and what could not be read. */
final class FindingRows {
  private final Database database;
  private final PageWriting.Job job;
  private final Hash raw;

  FindingRows(Database database, PageWriting.Job job, Hash raw) {
    this.database = database;
    this.job = job;
    this.raw = raw;
  }

  void write(Connection connection, List<Taken> taken, List<RawRecord.Unreadable> unreadable)
      throws SQLException {
    List<Long> known =
        taken.stream()
            .filter(t -> t.before != null && t.state() != Taken.State.SUPERSEDED)
            .map(t -> t.id)
            .toList();
    supersede(connection, known);
    Rows rows =
        new Rows(
            "finding",
            "id",
            "record",
            "version",
            "run",
            "source",
            "type",
            "severity",
            "rule",
            "field",
            "shown",
            "value_hash",
            "raw_hash",
            "raw_place",
            "shown_place",
            "zh",
            "en",
            "resolution");
    for (Taken one : taken) {
      for (Finding finding : one.judged.findings()) {
        add(rows, one, finding);
      }
    }
    unreadable.forEach(u -> add(rows, u));
    database.bulk().insert(connection, rows);
  }

  /**
   * What no open finding of this very page tells already: a page that comes again as it was says
   * nothing new.
   */
  List<RawRecord.Unreadable> fresh(Connection connection, List<RawRecord.Unreadable> unreadable)
      throws SQLException {
    if (unreadable.isEmpty() || job.claim() == null) {
      return unreadable;
    }
    Set<String> told =
        new HashSet<>(
            Sql.list(
                connection,
                "select raw_place, rule from finding where raw_hash = ? and severity = 'unreadable'"
                    + " and resolution = 'open' and source = ?",
                row -> row.getString("raw_place") + "\n" + row.getString("rule"),
                raw.text(),
                job.plan().source().id().value()));
    return told.isEmpty()
        ? unreadable
        : unreadable.stream()
            .filter(u -> !told.contains(place(u) + "\n" + ForeignText.storable(u.rule(), 100)))
            .toList();
  }

  private static String place(RawRecord.Unreadable broken) {
    return StoredPlace.of(broken.place());
  }

  private String shown(String place) {
    return ForeignText.storable(FilePart.shown(job.raw(), place), 400);
  }

  /** The newest version speaks for the record: what was found in others is settled. */
  static void supersede(Connection connection, List<Long> records) throws SQLException {
    if (!records.isEmpty()) {
      Sql.update(
          connection,
          "update finding set resolution = 'superseded', resolved_at = current_timestamp"
              + " where record = any(?) and resolution in ('open', 'clearing')",
          records);
    }
  }

  private void add(Rows rows, Taken one, Finding finding) {
    rows.add(
        database.numbers().next(),
        one.id,
        one.version,
        job.run(),
        job.plan().source().id().value(),
        one.record.name().type().value(),
        finding.severity().word(),
        ForeignText.storable(finding.rule(), 100),
        ForeignText.storable(finding.field(), 400),
        ForeignText.storable(finding.value(), 400),
        finding.valueHash().text(),
        raw.text(),
        StoredPlace.of(one.record.place()),
        shown(one.record.place()),
        ForeignText.storable(finding.zh(), 1000),
        ForeignText.storable(finding.en(), 1000),
        resolution(one, finding));
  }

  private static String resolution(Taken one, Finding finding) {
    if (one.state() == Taken.State.SUPERSEDED) {
      return "superseded";
    }
    boolean passed = one.state() == Taken.State.PLANNED && finding.severity() == Severity.HOLD;
    return passed ? "released" : "open";
  }

  private void add(Rows rows, RawRecord.Unreadable broken) {
    rows.add(
        database.numbers().next(),
        null,
        0,
        job.run(),
        job.plan().source().id().value(),
        "",
        "unreadable",
        ForeignText.storable(broken.rule(), 100),
        "",
        "",
        raw.text(),
        raw.text(),
        StoredPlace.of(broken.place()),
        shown(broken.place()),
        ForeignText.storable(broken.zh(), 1000),
        ForeignText.storable(broken.en(), 1000),
        "open");
  }
}

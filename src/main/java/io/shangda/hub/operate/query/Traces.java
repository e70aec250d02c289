package io.shangda.hub.operate.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.audit.exchange.ExchangeRows;
import io.shangda.hub.intake.Baseline;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a record's trace: seven queries, by an index on the record or of few rows. */
@ApplicationScoped
public class Traces {
  /** More than this of one kind is cut off, newest kept: a record changed every minute, say. */
  private static final int MOST = 1000;

  private static final int MOST_ATTEMPTS = 200;

  private static final String VERSIONS =
      """
      select v.version, v.state, v.deleted, v.version_time, v.arrived_at, v.run, v.source_hash,
          v.raw_hash, v.raw_place, v.payload_hash, v.payload is not null as payload_kept, v.mapping,
          v.config, w.place, w.received_at, w.redacted_at, w.emptied_at from record_version v
        left join raw_content w on w.hash = v.raw_hash
        where v.record = ? order by v.version desc limit ?
      """;
  private static final String FINDINGS =
      "select * from finding where record = ? order by id desc limit ?";
  private static final String DELIVERIES =
      """
      select d.id, d.version, d.target, d.state, d.operation, d.target_key, d.receipt, d.message,
          d.verdict, d.repair, d.settled_at, b.attempt, b.due_at, b.last_error
        from delivery d left join batch b on b.id = d.batch
        where d.record = ? order by d.id desc limit ?
      """;
  private static final String EVENTS =
      "select * from audit_event where record = ? order by id desc limit ?";

  /** An event is written and sealed within moments of what it is about. */
  private static final String ARCHIVES =
      """
      select a.file, a.first_seal, a.last_seal, a.from_at, a.to_at from audit_archive a
      where exists (select 1 from record_version v where v.record = ?
          and v.arrived_at between a.from_at - interval '1' minute and a.to_at)
        or exists (select 1 from delivery d where d.record = ?
          and d.settled_at between a.from_at - interval '1' minute and a.to_at)
      order by a.last_seal limit ?
      """;

  private final Database database;
  private final Records records;
  private final ObjectMapper json = new ObjectMapper();

  public Traces(Database database, Records records) {
    this.database = database;
    this.records = records;
  }

  /** Empty if there is no record of this id. */
  public Optional<Trace> of(long record) {
    return records.find(record).map(found -> database.read(c -> trace(c, found)));
  }

  private Trace trace(Connection c, Records.Found found) throws SQLException {
    List<Trace.Version> versions = Sql.list(c, VERSIONS, Traces::version, found.id(), MOST);
    List<Trace.Finding> findings = Sql.list(c, FINDINGS, Traces::finding, found.id(), MOST);
    Map<Long, String> waits = WaitingReasons.of(c, found.id());
    List<Trace.Delivery> deliveries =
        Sql.list(c, DELIVERIES, row -> delivery(row, waits), found.id(), MOST);
    List<ExchangeRows.Told> attempts = ExchangeRows.told(c, found.id(), MOST_ATTEMPTS);
    List<Trace.Event> events = Sql.list(c, EVENTS, this::event, found.id(), MOST);
    List<Trace.Archived> archives =
        Sql.list(c, ARCHIVES, Traces::archived, found.id(), found.id(), MOST);
    List<Trace.Step> timeline =
        new Timeline(versions, findings, deliveries, attempts, events, archives).steps();
    return new Trace(found, timeline, versions, findings, deliveries, attempts, events, archives);
  }

  private static Trace.Archived archived(ResultSet row) throws SQLException {
    return new Trace.Archived(
        row.getString("file"),
        row.getLong("first_seal"),
        row.getLong("last_seal"),
        Sql.instant(row, "from_at"),
        Sql.instant(row, "to_at"));
  }

  private static Trace.Version version(ResultSet row) throws SQLException {
    return new Trace.Version(
        row.getInt("version"),
        row.getString("state"),
        row.getBoolean("deleted"),
        Sql.instant(row, "version_time"),
        Sql.instant(row, "arrived_at"),
        row.getLong("run"),
        row.getString("source_hash"),
        row.getString("raw_hash"),
        row.getString("raw_place"),
        row.getString("place"),
        Sql.instant(row, "received_at"),
        Sql.instant(row, "redacted_at"),
        Sql.instant(row, "emptied_at"),
        row.getString("payload_hash"),
        row.getBoolean("payload_kept"),
        row.getString("mapping"),
        row.getLong("config"));
  }

  private static Trace.Finding finding(ResultSet row) throws SQLException {
    return new Trace.Finding(
        row.getInt("version"),
        row.getString("severity"),
        row.getString("rule"),
        row.getString("field"),
        row.getString("shown"),
        row.getString("zh"),
        row.getString("en"),
        row.getString("resolution"),
        row.getString("resolved_by"),
        Sql.instant(row, "resolved_at"),
        row.getString("reason"),
        Sql.instant(row, "created_at"));
  }

  private static Trace.Delivery delivery(ResultSet row, Map<Long, String> waits)
      throws SQLException {
    int attempts = row.getInt("attempt");
    boolean hasBatch = !row.wasNull();
    return new Trace.Delivery(
        row.getLong("id"),
        row.getInt("version"),
        row.getString("target"),
        row.getString("state"),
        row.getString("operation"),
        row.getString("target_key"),
        row.getString("receipt"),
        row.getString("message"),
        row.getString("verdict"),
        row.getInt("repair"),
        Sql.instant(row, "settled_at"),
        hasBatch ? attempts : null,
        Sql.instant(row, "due_at"),
        row.getString("last_error"),
        waits.get(row.getLong("id")),
        Baseline.isTakenOver(row.getString("message")));
  }

  private Trace.Event event(ResultSet row) throws SQLException {
    return new Trace.Event(
        row.getLong("id"),
        row.getLong("leaf"),
        Sql.instant(row, "at"),
        row.getString("event"),
        row.getString("source"),
        row.getString("target"),
        content(row.getString("content")));
  }

  private JsonNode content(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      // A damaged event is evidence too: it is shown as it stands.
      return json.getNodeFactory().textNode(text);
    }
  }
}

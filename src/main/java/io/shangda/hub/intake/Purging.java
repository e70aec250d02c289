package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.audit.exchange.ExchangeRows;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.source.PageReader;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Erases a record's content. First its rows, so that from then on intake keeps nothing of it any
 * more; then its place in every kept page. Interrupted between the two it can be done again.
 */
final class Purging {
  private final Database database;
  private final SourcePlans plans;
  private final PageReader reader;
  private final AuditLog audit;

  Purging(Database database, SourcePlans plans, PageReader reader, AuditLog audit) {
    this.database = database;
    this.plans = plans;
    this.reader = reader;
    this.audit = audit;
  }

  /** The record that is purged. */
  record Subject(long id, SourceId source, String type, String key, List<String> perhaps) {}

  String purge(long record, Actor actor) {
    Subject subject = database.inTransaction(c -> rows(c, record, actor));
    database.execute(c -> awaitPage(c, subject.source()));
    PurgedPages.Done done =
        new PurgedPages(database, plans.today(subject.source()), reader).redact(subject);
    List<String> holders = holders(record);
    holders.addAll(subject.perhaps());
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("pages", done.redacted());
    detail.put("whole-pages", done.whole());
    detail.put("still-at", holders);
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    database.execute(
        c -> audit.append(c, List.of(event("purged-from-pages", subject, actor, detail))));
    return "Erased from the hub's database: its versions, findings and deliveries, what was sent of"
        + " it and answered, and its place in "
        + done.redacted().size()
        + " kept pages or files"
        + (done.whole().isEmpty()
            ? ""
            : ", " + done.whole().size() + " of which had to go as a whole")
        + ". Key, hashes and events stay. Every backup of the database taken before "
        + now
        + " still holds it"
        + (holders.isEmpty() ? "" : ", and so do " + String.join(", ", holders))
        + ". If its source delivers it again, other content is held until a person releases it.";
  }

  /**
   * A page that is being stored may still have the record in it, as unchanged. Whoever stores one
   * holds the source's row at the end, and from here on finds the record purged.
   */
  private static void awaitPage(Connection connection, SourceId source) throws SQLException {
    Sql.list(
        connection,
        "select source from source_state where source = ? for update",
        row -> row.getString(1),
        source.value());
  }

  private Subject rows(Connection connection, long record, Actor actor) throws SQLException {
    lockBatches(connection, record);
    List<String> perhaps = perhaps(connection, record);
    Subject subject =
        Sql.first(
            connection,
            "select source, type, source_key from record where id = ? for update",
            row ->
                new Subject(
                    record,
                    new SourceId(row.getString("source")),
                    row.getString("type"),
                    row.getString("source_key"),
                    perhaps),
            record);
    if (subject == null) {
      throw new IllegalArgumentException("There is no record " + record);
    }
    Map<String, Object> detail = new LinkedHashMap<>();
    RecordWords words = RecordWords.of(connection, record);
    words.erase(connection);
    words.eraseNames(connection, record);
    eraseWordsOfTargets(connection, record, words);
    detail.put("no-longer-held", unhold(connection, record));
    Sql.update(
        connection,
        "update record_version set payload = null, state = 'purged' where record = ?",
        record);
    Sql.update(connection, "update record set search = '', state = 'purged' where id = ?", record);
    Sql.update(
        connection,
        "update finding set shown = '', value_hash = '', field = '', zh = '(已清除)', en = '(purged)'"
            + " where record = ?",
        record);
    Sql.update(
        connection,
        "update finding set resolution = 'purged', resolved_by = ?, resolved_at ="
            + " current_timestamp, reason = ? where record = ? and (resolution in ('open',"
            + " 'clearing') or rule = 'purged')",
        actor.name(),
        actor.reason(),
        record);
    Sql.update(connection, "update delivery set payload = null where record = ?", record);
    detail.put("requests-erased", ExchangeRows.erase(connection, record));
    detail.put("deliveries-closed", close(connection, record));
    audit.append(connection, List.of(event("purged", subject, actor, detail)));
    return subject;
  }

  /** Targets at which it may have arrived without a definite answer. */
  private static List<String> perhaps(Connection connection, long record) throws SQLException {
    return Sql.list(
        connection,
        """
        select distinct d.target from delivery d left join batch b on b.id = d.batch
        where d.record = ? and (d.state = 'batched' and (b.sending or b.reached)
            or d.state = 'dead' and not d.refused)
          and not exists (select 1 from delivery a
            where a.record = d.record and a.target = d.target and a.state = 'delivered')
        order by d.target
        """,
        row -> "perhaps target " + row.getString(1) + " (sent, without a definite answer)",
        record);
  }

  /**
   * A target's words may repeat what it was sent. A receipt that does not stays, for by it the
   * record is found there; so does what tells a predecessor's delivery, which is the hub's own.
   */
  private static void eraseWordsOfTargets(Connection connection, long record, RecordWords words)
      throws SQLException {
    Sql.update(
        connection,
        "update delivery set message = null where record = ? and message not like 'baseline %'",
        record);
    Set<String> receipts =
        new HashSet<>(
            Sql.list(
                connection,
                "select receipt from delivery where record = ? and receipt is not null",
                row -> row.getString(1),
                record));
    for (String receipt : receipts) {
      if (words.isIn(receipt)) {
        Sql.update(
            connection,
            "update delivery set receipt = null where record = ? and receipt = ?",
            record,
            receipt);
      }
    }
  }

  /**
   * Before the record and its deliveries, as an outcome does it: one that is being stored is waited
   * for, one that comes later finds the delivery closed.
   */
  private static void lockBatches(Connection connection, long record) throws SQLException {
    Sql.list(
        connection,
        "select id from batch where id in"
            + " (select batch from delivery where record = ? and state = 'batched')"
            + " order by id for update",
        row -> row.getLong(1),
        record);
  }

  /**
   * What was held waits for nobody any more; it counts as rejected, like a refused version (P1).
   */
  private static int unhold(Connection connection, long record) throws SQLException {
    List<Long> runs =
        Sql.list(
            connection,
            "select run from record_version where record = ? and state = 'held'",
            row -> row.getLong(1),
            record);
    for (Long run : runs) {
      Sql.update(
          connection,
          "update pull_run set held = held - 1, rejected = rejected + 1 where id = ?",
          run);
    }
    return runs.size();
  }

  private static int close(Connection connection, long record) throws SQLException {
    Sql.update(connection, "delete from delivery_wait where record = ?", record);
    Sql.update(connection, "delete from dead_letter where record = ?", record);
    Sql.update(
        connection,
        "update batch set records = records - 1 where id in"
            + " (select batch from delivery where record = ? and state = 'batched')",
        record);
    return Sql.update(
        connection,
        "update delivery set state = 'closed', settled_at = current_timestamp, message = 'purged'"
            + " where record = ? and state in ('waiting', 'batched', 'dead')",
        record);
  }

  /** Targets that accepted it. */
  private List<String> holders(long record) {
    return database.read(
        c ->
            new ArrayList<>(
                Sql.list(
                    c,
                    "select distinct target from delivery where record = ? and state = 'delivered'"
                        + " order by target",
                    row -> "target " + row.getString(1),
                    record)));
  }

  private static AuditLog.Event event(
      String event, Subject subject, Actor actor, Map<String, Object> detail) {
    return new AuditLog.Event(event, subject.id(), subject.source().value(), "", actor, detail);
  }
}

package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.config.SourceConfig.Absence;
import io.shangda.hub.config.SourceConfig.SourceType;
import io.shangda.hub.record.Actor;
import io.shangda.hub.source.RunStart;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges the lists of a run that came to its end. Only whole lists are compared, and only with each
 * other: what was never in one is never missing.
 */
final class SnapshotEnd {
  private static final String MISSING =
      """
      insert into absence (record, source, type, state, since_at)
      select r.id, r.source, r.type, 'missing', ?
      from (select distinct record from snapshot_seen where snapshot = ?) before
      join record r on r.id = before.record
      join record_version v on v.record = r.id and v.version = r.version
      where not v.deleted
        and not exists (select 1 from snapshot_seen s where s.snapshot = ? and s.record = before.record)
        and not exists (select 1 from absence a where a.record = before.record)
      """;
  private static final String TWICE =
      """
      select count(*) - count(distinct record) from snapshot_seen
      where snapshot in (select id from snapshot where source = ? and run = ?)
      """;
  private static final String COMMON =
      """
      select 1 from snapshot_seen b join snapshot_seen n on n.snapshot = ? and n.record = b.record
      where b.snapshot = ? limit 1
      """;

  /**
   * What is to be said of it.
   *
   * @param warning for the run and the operator; null if nothing
   */
  record Said(@Nullable String warning, List<AuditLog.Event> events) {}

  private record Lists(@Nullable Long before, long records, long now) {}

  private final Connection connection;
  private final PullClaim claim;
  private final SourceConfig source;
  private final List<String> warnings = new ArrayList<>();
  private final List<AuditLog.Event> events = new ArrayList<>();

  private SnapshotEnd(Connection connection, PullClaim claim, SourceConfig source) {
    this.connection = connection;
    this.claim = claim;
    this.source = source;
  }

  static Said judge(Connection connection, PullClaim claim, SourceConfig source, Reach reach)
      throws SQLException {
    SnapshotEnd end = new SnapshotEnd(connection, claim, source);
    if (!source.listed().isEmpty()) {
      Reach reached = end.reached(reach);
      if (reached instanceof Reach.Part part) {
        end.doesNotCount(part);
      } else {
        end.compare();
      }
    } else if (reach instanceof Reach.Part part && part.missed()) {
      end.warnings.add(part.why());
    }
    String all = String.join("; ", end.warnings);
    return new Said(all.isEmpty() ? null : all, end.events);
  }

  private Reach reached(Reach reach) throws SQLException {
    if (!(reach instanceof Reach.Whole whole)) {
      return reach;
    }
    if (!RunStart.isAt(claim.cursor())) {
      return new Reach.Part("the run went on where another had broken off", false);
    }
    Long unreadable =
        Sql.first(
            connection,
            "select unreadable from pull_run where id = ?",
            row -> row.getLong(1),
            claim.run());
    if (unreadable != null && unreadable > 0) {
      return new Reach.Part("what could not be read may be what seems to be missing", true);
    }
    long twice = twice();
    if (twice > whole.repeated()) {
      return new Reach.Part(
          "%d records came on more than one page: the list moved while it was read, or has no fixed order, and as many others may not have come at all"
              .formatted(twice - whole.repeated()),
          true);
    }
    return lists().isEmpty() ? new Reach.Part("the source gave no list", false) : reach;
  }

  /** Records of the run's lists on a second page; within one page a record counts once. */
  private long twice() throws SQLException {
    return number(TWICE, source.id().value(), claim.run());
  }

  private void doesNotCount(Reach.Part part) throws SQLException {
    forget(connection, source.id().value(), "state = 'reading'");
    state("partial = ?, partial_at = current_timestamp", part.why());
    if (part.odd()) {
      warnings.add(part.why() + "; no record is withdrawn because this list lacks it");
    }
  }

  private void state(String set, Object value) throws SQLException {
    String id = source.id().value();
    Sql.update(
        connection, "insert into absence_state (source) values (?) on conflict do nothing", id);
    Sql.update(connection, "update absence_state set " + set + " where source = ?", value, id);
  }

  private Map<String, Long> lists() throws SQLException {
    Map<String, Long> lists = new LinkedHashMap<>();
    Sql.list(
        connection,
        "select id, type from snapshot where source = ? and run = ? order by type",
        row -> lists.put(row.getString("type"), row.getLong("id")) == null,
        source.id().value(),
        claim.run());
    return lists;
  }

  private void compare() throws SQLException {
    state("partial = null, complete_at = current_timestamp, complete_run = ?", claim.run());
    Map<String, Long> lists = lists();
    for (SourceType type : source.listed()) {
      Long now = lists.remove(type.type().value());
      if (now != null) {
        compare(type, lists(type, now));
      }
    }
    forget(connection, source.id().value(), "state = 'reading'"); // of types no longer listed
  }

  private Lists lists(SourceType type, long now) throws SQLException {
    Lists before =
        Sql.first(
            connection,
            "select id, records from snapshot where source = ? and type = ? and state = 'newest'",
            row -> new Lists(row.getLong("id"), row.getLong("records"), now),
            source.id().value(),
            type.type().value());
    return before == null ? new Lists(null, 0, now) : before;
  }

  private void compare(SourceType type, Lists lists) throws SQLException {
    long records =
        number("select count(distinct record) from snapshot_seen where snapshot = ?", lists.now());
    Absence absence = type.absence();
    if (absence == null) {
      boolean doubtful = lists.records() > 0 && isStrange(lists);
      replace(type, lists, records, doubtful); // children: an odd list leaves the one before
      return;
    }
    long pending =
        number(
            "select count(*) from absence where source = ? and type = ? and state in ('missing',"
                + " 'due')",
            source.id().value(),
            type.type().value());
    boolean doubtful = lists.records() > 0 ? isStrange(lists) : records == 0 && pending > 0;
    if (doubtful) {
      warnings.add(strange(type, Math.max(lists.records(), pending), records));
    }
    if (lists.before() != null) {
      count(type, absence, lists, doubtful);
    }
    replace(type, lists, records, false);
  }

  /** True if the list has nothing that was there before. */
  private boolean isStrange(Lists lists) throws SQLException {
    return Sql.first(connection, COMMON, row -> 1, lists.now(), lists.before()) == null;
  }

  private static String strange(SourceType type, long before, long records) {
    return "the list has none of the %d records of type '%s' that it had before (%s); none of them is withdrawn without a person"
        .formatted(before, type.type(), records == 0 ? "it is empty" : "it has others");
  }

  private void count(SourceType type, Absence absence, Lists lists, boolean doubtful)
      throws SQLException {
    Instant at = DatabaseTime.now(connection);
    int missing = Sql.update(connection, MISSING, at, lists.before(), lists.now());
    String id = source.id().value();
    int absent =
        Sql.update(
            connection,
            "update absence set snapshots = snapshots + 1, doubtful = doubtful or ?"
                + " where source = ? and type = ? and state in ('missing', 'due')",
            doubtful,
            id,
            type.type().value());
    int due =
        Sql.update(
            connection,
            "update absence set state = 'due' where source = ? and type = ? and state = 'missing'"
                + " and snapshots >= ? and since_at <= ?",
            id,
            type.type().value(),
            absence.snapshots(),
            at.minus(absence.grace()));
    Sql.update(
        connection,
        "delete from absence where source = ? and type = ? and state = 'withdrawn' and withdrawn_at"
            + " < ?",
        id,
        type.type().value(),
        at.minus(absence.undo()));
    if (absent > 0) {
      events.add(event(type, missing, absent, due));
    }
  }

  private AuditLog.Event event(SourceType type, int missing, int absent, int due) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("run", claim.run());
    detail.put("type", type.type().value());
    detail.put("missing", absent);
    detail.put("first-missing", missing);
    detail.put("grace-over", due);
    return new AuditLog.Event("records-missing", null, source.id().value(), "", Actor.HUB, detail);
  }

  private void replace(SourceType type, Lists lists, long records, boolean keepBefore)
      throws SQLException {
    if (keepBefore) {
      return; // what this run has read is forgotten with it
    }
    forget(connection, source.id().value(), "state = 'newest' and type = '" + type.type() + "'");
    Sql.update(
        connection,
        "update snapshot set state = 'newest', records = ? where id = ?",
        records,
        lists.now());
  }

  /**
   * @param which a condition on the list
   */
  static void forget(Connection connection, String source, String which) throws SQLException {
    List<Long> lists =
        Sql.list(
            connection,
            "select id from snapshot where source = ? and " + which,
            row -> row.getLong(1),
            source);
    if (!lists.isEmpty()) {
      Sql.update(connection, "delete from snapshot_seen where snapshot = any(?)", lists);
      Sql.update(connection, "delete from snapshot where id = any(?)", lists);
    }
  }

  private long number(String sql, Object... values) throws SQLException {
    return Objects.requireNonNull(Sql.first(connection, sql, row -> row.getLong(1), values));
  }
}

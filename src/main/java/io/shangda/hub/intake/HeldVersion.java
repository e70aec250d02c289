package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Finding;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest version of a record, held and locked, with the findings that still hold it.
 *
 * @param open findings that nobody has decided on, or only one of two persons
 */
record HeldVersion(
    long record,
    int version,
    long run,
    String source,
    String type,
    @Nullable Long parent,
    @Nullable String payload,
    List<Open> open) {

  private static final String NEWEST =
      """
      select r.version, v.run, r.source, r.type, r.parent, v.payload from record r
      join record_version v on v.record = r.id and v.version = r.version
      where r.id = ? and v.state = 'held'
      """;
  private static final String OPEN =
      """
      select rule, field, value_hash, resolved_by from finding
      where record = ? and version = ? and severity = 'hold' and resolution in ('open', 'clearing')
      """;
  private static final String RESOLVE =
      """
      update finding set resolution = ?, resolved_by = ?, resolved_at = current_timestamp, reason = ?
      where record = ? and version = ? and severity = 'hold' and resolution in ('open', 'clearing')
      """;

  /**
   * A finding that holds the version.
   *
   * @param by the first of the two persons who clear a secret mark; null if there is none yet
   */
  record Open(String rule, String field, String valueHash, @Nullable String by) {
    boolean secret() {
      return rule.startsWith(Finding.SECRET_MARK);
    }

    boolean is(Finding finding) {
      return rule.equals(finding.rule())
          && field.equals(finding.field())
          && valueHash.equals(finding.valueHash().text());
    }
  }

  /** Locks the record; null if its newest version is not held. */
  static @Nullable HeldVersion lock(Connection connection, long record) throws SQLException {
    Sql.list(
        connection, "select id from record where id = ? for update", r -> r.getLong(1), record);
    return Sql.first(
        connection,
        NEWEST,
        row ->
            new HeldVersion(
                record,
                row.getInt("version"),
                row.getLong("run"),
                row.getString("source"),
                row.getString("type"),
                Sql.number(row, "parent"),
                row.getString("payload"),
                open(connection, record, row.getInt("version"))),
        record);
  }

  private static List<Open> open(Connection connection, long record, int version)
      throws SQLException {
    return Sql.list(
        connection,
        OPEN,
        row ->
            new Open(
                row.getString("rule"),
                row.getString("field"),
                row.getString("value_hash"),
                row.getString("resolved_by")),
        record,
        version);
  }

  boolean secret() {
    return open.stream().anyMatch(Open::secret);
  }

  /**
   * Moves the version out of held; its occurrence stays in its run and is counted anew (P1).
   *
   * @param counter column of {@code pull_run} that the occurrence now counts in
   */
  void move(Connection connection, String state, String counter) throws SQLException {
    Sql.update(
        connection,
        "update record_version set state = ? where record = ? and version = ?",
        state,
        record,
        version);
    Sql.update(connection, "update record set state = ? where id = ?", state, record);
    Sql.update(
        connection,
        "update pull_run set held = held - 1, " + counter + " = " + counter + " + 1 where id = ?",
        run);
  }

  /** Writes one decision on everything that is open. */
  void resolve(Connection connection, String resolution, Actor actor) throws SQLException {
    Sql.update(connection, RESOLVE, resolution, actor.name(), actor.reason(), record, version);
  }

  AuditLog.Event event(String event, Actor actor, Map<String, String> deliveries) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("version", version);
    deliveries.forEach((target, state) -> detail.put("to " + target, state));
    return new AuditLog.Event(event, record, source, "", actor, detail);
  }
}

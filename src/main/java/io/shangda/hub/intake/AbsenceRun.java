package io.shangda.hub.intake;

import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The run of records that were withdrawn because they are missing, or brought back: absences form
 * runs of their own (P1).
 *
 * @param by hub, or the person who let them go
 */
record AbsenceRun(long id, SourcePlan plan, String by) {
  static final String KIND = "absence";

  String source() {
    return plan.source().id().value();
  }

  static AbsenceRun begin(Connection connection, Database database, SourcePlan plan, String by)
      throws SQLException {
    AbsenceRun run = new AbsenceRun(database.numbers().next(), plan, by);
    Sql.update(
        connection,
        "insert into pull_run (id, source, kind, state, config) values (?, ?, ?, 'running', ?)",
        run.id(),
        run.source(),
        KIND,
        plan.config());
    return run;
  }

  void add(Connection connection, int records) throws SQLException {
    Sql.update(
        connection,
        "update pull_run set pulled = pulled + ?, planned = planned + ? where id = ?",
        records,
        records,
        id);
  }

  /** Ends those of this source, of nodes too that did not come to it: what they left is done. */
  static void end(Connection connection, String source) throws SQLException {
    Sql.update(
        connection,
        "update pull_run set state = 'complete', ended_at = current_timestamp"
            + " where source = ? and kind = ? and state = 'running'",
        source,
        KIND);
  }
}

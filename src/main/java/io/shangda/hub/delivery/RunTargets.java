package io.shangda.hub.delivery;

import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** What a run planned for each target, counted apart from its deliveries (P1). */
public final class RunTargets {
  private RunTargets() {}

  /** Adds to the count. */
  public static void add(Connection connection, long run, TargetId target, int planned)
      throws SQLException {
    Sql.update(
        connection,
        "insert into pull_run_target (run, target, planned) values (?, ?, 0) on conflict do nothing",
        run,
        target.value());
    Sql.update(
        connection,
        "update pull_run_target set planned = planned + ? where run = ? and target = ?",
        planned,
        run,
        target.value());
  }
}

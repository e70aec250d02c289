package io.shangda.hub.intake;

import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** Run counters and cursor; the latter only while the claim still holds. */
final class PageCounters {
  private PageCounters() {}

  static void add(Connection connection, PageWriting.Job job, PageOutcome outcome)
      throws SQLException {
    Sql.update(
        connection,
        """
        update pull_run set pages = pages + ?, pulled = pulled + ?, unreadable = unreadable + ?,
          unchanged = unchanged + ?, rejected = rejected + ?, held = held + ?, planned = planned + ?
        where id = ?
        """,
        job.isLast() ? 1 : 0,
        outcome.pulled(),
        outcome.unreadable(),
        outcome.unchanged(),
        outcome.rejected(),
        outcome.held(),
        outcome.planned(),
        job.run());
    PullClaim claim = job.claim();
    if (claim == null) {
      return;
    }
    int held =
        Sql.update(
            connection,
            """
            update source_state set cursor_text = coalesce(?, cursor_text),
              due_at = current_timestamp + cast(? as integer) * interval '1' second
            where source = ? and token = ?
            """,
            job.isLast() ? job.page().nextCursor() : null,
            claim.lease().toSeconds(),
            claim.source().value(),
            claim.token());
    if (held == 0) {
      throw new LeaseLostException(
          "Another node pulls source '" + claim.source() + "' now; this page is left to it");
    }
  }
}

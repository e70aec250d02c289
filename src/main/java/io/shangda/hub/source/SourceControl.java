package io.shangda.hub.source;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a person can do to a source. */
public class SourceControl {
  private final Database database;
  private final AuditLog audit;

  public SourceControl(Database database, AuditLog audit) {
    this.database = database;
    this.audit = audit;
  }

  /** Makes the source due now; one that is being pulled is left to finish. */
  public void pullNow(SourceId source, Actor actor) {
    change(
        source,
        actor,
        "pull-asked-for",
        "update source_state set due_at = current_timestamp where source = ? and node is null",
        null);
  }

  /** Pulls no more after the page under way. */
  public void pause(SourceId source, Actor actor) {
    change(
        source,
        actor,
        "source-paused",
        "update source_state set paused = true, pause_reason = ? where source = ?",
        actor.name() + ": " + actor.reason());
  }

  /**
   * Pulls again, at once; also ends what the hub paused by itself. A pull that is still under way
   * goes on alone: the next one comes after it.
   */
  public void resume(SourceId source, Actor actor) {
    change(
        source,
        actor,
        "source-resumed",
        "update source_state set paused = false, pause_reason = null, failures = 0,"
            + " last_error = null, last_error_at = null,"
            + " resumed_at = current_timestamp,"
            + " due_at = case when node is null then current_timestamp else due_at end"
            + " where source = ?",
        null);
  }

  private void change(
      SourceId source, Actor actor, String event, String sql, @Nullable String reason) {
    database.execute(
        c -> {
          Sql.update(
              c,
              "insert into source_state (source) values (?) on conflict do nothing",
              source.value());
          if (reason == null) {
            Sql.update(c, sql, source.value());
          } else {
            Sql.update(
                c,
                sql,
                reason.length() > 1000 ? reason.substring(0, 1000) : reason,
                source.value());
          }
          audit.append(
              c, List.of(new AuditLog.Event(event, null, source.value(), "", actor, Map.of())));
        });
  }
}

package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Circuit breaker and pause of a target, shared by all nodes in {@code target_state}. Says so once
 * when the breaker opens and once when it closes.
 */
final class TargetHealth {
  private static final Logger LOG = LoggerFactory.getLogger(TargetHealth.class);

  private record Before(
      boolean paused, String breaker, int faults, int refusals, boolean alerted, int resumes) {}

  /** True if the target took something since then; false if the batch never failed. */
  boolean acceptedSince(Connection connection, TargetId target, @Nullable Instant failedAt)
      throws SQLException {
    if (failedAt == null) {
      return false;
    }
    return Sql.first(
            connection,
            "select 1 from target_state where target = ? and accepted_at > ?",
            row -> 1,
            target.value(),
            failedAt)
        != null;
  }

  /**
   * Counts what a batch showed of the target; gives the audit events of a breaker or pause that
   * changed.
   *
   * @param resumes how often a person had resumed the target when the attempt began: if he has done
   *     so since, what bars the hub is from before his word, and the next attempt tells
   */
  List<AuditLog.Event> record(
      Connection connection, TargetConfig target, Verdicts.Target all, int resumes, Instant now)
      throws SQLException {
    Verdicts.Target seen = all;
    if (!seen.accepted()
        && seen.fault() == null
        && seen.barred() == null
        && seen.putOff() == null
        && seen.trailingRefusals() == 0) {
      return List.of();
    }
    Before before = lock(connection, target.id());
    if (seen.barred() != null && before.resumes() > resumes) {
      LOG.info(
          "Target '{}': {}. That was sent before a person resumed the target, which is not paused"
              + " for it; it goes out again.",
          target.id(),
          seen.barred());
      seen = seen.letIn();
    }
    int refusals =
        seen.accepted() ? seen.trailingRefusals() : before.refusals() + seen.trailingRefusals();
    int faults = seen.fault() == null || seen.accepted() ? 0 : before.faults() + 1;
    boolean half = !before.breaker().equals("closed");
    boolean halfAndBad = half && seen.fault() != null && !seen.accepted();
    boolean opens =
        faults >= target.breaker().faults()
            || refusals >= target.breaker().refusals()
            || halfAndBad;
    // A refusal shows that the target is there, and it was not for refusals that it was shut out.
    boolean refusing = half && seen.fault() == null && seen.trailingRefusals() > 0;
    boolean there = seen.accepted() || refusing;
    boolean closes = !opens && there;
    // Another request under way may have heard a longer one, or none.
    Instant waitUntil = seen.retryAfter() == null ? null : now.plus(seen.retryAfter());
    String error = error(seen);
    String breaker = opens ? "open" : closes ? "closed" : before.breaker();
    Sql.update(
        connection,
        """
        update target_state set breaker = ?, breaker_until = ?, faults = ?, refusals = ?,
          wait_until = case when wait_until > ? then wait_until else coalesce(?, wait_until) end,
          accepted_at = coalesce(?, accepted_at), pause_reason = case when paused then pause_reason else coalesce(?, pause_reason) end,
          probe = probe and (paused or not cast(? as boolean)), paused = paused or ?,
          alerted = ?, last_error = coalesce(?, last_error), last_error_at = coalesce(?, last_error_at)
        where target = ?
        """,
        breaker,
        opens ? now.plus(target.breaker().open()) : null,
        opens ? 0 : faults,
        refusals,
        waitUntil,
        waitUntil,
        seen.accepted() ? now : null,
        seen.barred() == null ? null : ForeignText.storable(seen.barred(), 1000),
        seen.barred() != null, // a probe that was asked for before is not meant for this pause
        seen.barred() != null,
        breaker.equals("open") || (before.alerted() && !closes),
        error,
        error == null ? null : now,
        target.id().value());
    return events(target, before, seen, opens, closes);
  }

  private static Before lock(Connection connection, TargetId target) throws SQLException {
    Before before =
        Sql.first(
            connection,
            "select paused, breaker, faults, refusals, alerted, resumes from target_state where"
                + " target = ? for update",
            row ->
                new Before(
                    row.getBoolean("paused"),
                    row.getString("breaker"),
                    row.getInt("faults"),
                    row.getInt("refusals"),
                    row.getBoolean("alerted"),
                    row.getInt("resumes")),
            target.value());
    return Objects.requireNonNull(before, "the claim made the target's row");
  }

  private static @Nullable String error(Verdicts.Target seen) {
    String fault = seen.barred() != null ? seen.barred() : seen.fault();
    String error = fault != null ? fault : seen.putOff();
    return error == null ? null : ForeignText.storable(error, 2000);
  }

  private static List<AuditLog.Event> events(
      TargetConfig target, Before before, Verdicts.Target seen, boolean opens, boolean closes) {
    List<AuditLog.Event> events = new ArrayList<>();
    if (seen.barred() != null && !before.paused()) {
      LOG.warn(
          "Target '{}' is paused: it does not let the hub in ({}). Nothing is lost; mend the"
              + " access, then resume or probe the target.",
          target.id(),
          seen.barred());
      events.add(Events.saidBy("target-paused", target.id(), seen.barred()));
    }
    if (opens && !before.alerted()) {
      String why = seen.fault() != null ? seen.fault() : "too many refusals in a row";
      LOG.warn(
          "Target '{}' gets nothing now ({}). The breaker is open; deliveries wait in the database,"
              + " are tried again in {} s, and go out when that is over.",
          target.id(),
          why,
          target.breaker().open().toSeconds());
      events.add(
          seen.fault() != null
              ? Events.saidBy("breaker-opened", target.id(), why)
              : Events.target("breaker-opened", target.id(), Actor.HUB, why));
    }
    if (closes && before.alerted()) {
      LOG.info("Target '{}' takes records again; the breaker is closed.", target.id());
      events.add(Events.target("breaker-closed", target.id(), Actor.HUB, ""));
    }
    return events;
  }
}

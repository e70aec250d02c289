package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.RunStart;
import io.shangda.hub.source.Schedules;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How runs end: what is written of the run, and when its source is due again. */
final class RunEnds {
  private static final Logger LOG = LoggerFactory.getLogger(Pulls.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
  private static final Duration LAST_RETRY = Duration.ofMinutes(15);
  private static final int TRIES_OF_A_PAGE = 3;
  private static final int LONGEST_TEXT = 1000;
  private static final String FAILED =
      """
      update source_state set failures = failures + 1, last_error = ?, last_error_at = current_timestamp,
        pause_reason = case when paused then pause_reason when cast(? as boolean) then cast(? as varchar) end,
        paused = paused or cast(? as boolean)
      where source = ?
      """;

  private final Database database;
  private final CurrentConfig config;
  private final AuditLog audit;

  RunEnds(Database database, CurrentConfig config, AuditLog audit) {
    this.database = database;
    this.config = config;
    this.audit = audit;
  }

  void complete(PullClaim claim, @Nullable String warning, Reach reach) {
    complete(claim, warning, reach, false);
  }

  /** The source is due again at once, behind all that are due already. */
  void giveWay(PullClaim claim, String why, Reach reach) {
    complete(claim, why, reach, true);
  }

  private void complete(PullClaim claim, @Nullable String warning, Reach reach, boolean dueAtOnce) {
    SourceConfig source = config.get().sources().get(claim.source());
    database.execute(
        c -> {
          Instant now = DatabaseTime.now(c);
          Instant next = source == null ? now.plus(LAST_RETRY) : Schedules.next(source, now);
          next = dueAtOnce ? now : next;
          String text = warning == null ? null : cut(warning);
          if (end(c, claim, next)) {
            List<AuditLog.Event> events = new ArrayList<>();
            if (source != null) {
              SnapshotEnd.Said said = SnapshotEnd.judge(c, claim, source, reach);
              events.addAll(said.events());
              text = cut(text, said.warning());
            }
            if (text != null) {
              warn(c, claim, text, events);
            }
            audit.append(c, events);
            Sql.update(
                c,
                """
                update source_state set failures = 0, last_error = ?,
                  last_error_at = case when cast(? as boolean) then current_timestamp end,
                  last_good_at = current_timestamp
                where source = ?
                """,
                text,
                text != null,
                claim.source().value());
          }
          endRun(c, claim, text == null ? "complete" : "warned", text);
        });
  }

  /** Once for one text: a source that stays as it is would fill the log with every run. */
  private static void warn(
      Connection connection, PullClaim claim, String text, List<AuditLog.Event> events)
      throws SQLException {
    boolean known =
        Sql.first(
                connection,
                "select 1 from source_state where source = ? and last_error = ?",
                row -> 1,
                claim.source().value(),
                text)
            != null;
    if (known) {
      return;
    }
    LOG.warn(
        "Source '{}': {}. What the run read is taken in; the source is pulled again as scheduled.",
        claim.source(),
        text);
    events.add(
        new AuditLog.Event(
            "pull-warned",
            null,
            claim.source().value(),
            "",
            Actor.HUB,
            said(claim, "warning", text)));
  }

  void handOver(PullClaim claim) {
    database.execute(
        c -> {
          end(c, claim, DatabaseTime.now(c));
          endRun(
              c,
              claim,
              "failed",
              "the node that pulled it was stopped; another run goes on from its last page");
        });
  }

  void failed(PullClaim claim, PullFailure failure) {
    boolean person =
        failure.kind() == PullFailure.Kind.BARRED || failure.kind() == PullFailure.Kind.MISFIT;
    String message = cut(failure.getMessage());
    database.execute(
        c -> {
          Standing standing = standing(c, claim);
          if (standing == null) {
            return;
          }
          boolean pauses = person && !standing.paused() && !standing.resumed();
          Duration wait = wait(standing.failures() + 1, failure);
          end(c, claim, DatabaseTime.now(c).plus(wait));
          Sql.update(c, FAILED, message, pauses, message, pauses, claim.source().value());
          if (pauses || standing.failures() + 1 >= TRIES_OF_A_PAGE) {
            leavePage(c, claim);
          }
          endRun(c, claim, "failed", message);
          if (pauses || standing.failures() == 0) {
            say(claim.source(), standing.paused(), pauses, message, wait);
            audit.append(
                c,
                List.of(
                    new AuditLog.Event(
                        pauses ? "source-paused" : "source-away",
                        null,
                        claim.source().value(),
                        "",
                        Actor.HUB,
                        said(claim, failure.kind().name().toLowerCase(Locale.ROOT), message))));
          }
        });
  }

  /**
   * A list whose later page fails again and again is read from its first page by the next run:
   * otherwise what is new on the pages before would never come. What reads only the new stays where
   * it is, for a person to leave.
   */
  private void leavePage(Connection connection, PullClaim claim) throws SQLException {
    SourceConfig source = config.get().sources().get(claim.source());
    if (source != null && RunStart.isSnapshot(source)) {
      Sql.update(
          connection,
          "update source_state set cursor_text = null where source = ? and token = ?",
          claim.source().value(),
          claim.token());
    }
  }

  /**
   * How the source stands when its run has failed, whatever it was when the run began.
   *
   * @param paused a person has paused it meanwhile: that stays, with his reason
   * @param resumed a person has resumed it since the claim, which forgets earlier words; a clock
   *     that was set between would tell otherwise: what failed is older than his word
   */
  private record Standing(int failures, boolean paused, boolean resumed) {}

  private static @Nullable Standing standing(Connection connection, PullClaim claim)
      throws SQLException {
    return Sql.first(
        connection,
        """
        select failures, paused, resumed_at is not null as resumed
        from source_state where source = ? and token = ? for update
        """,
        row ->
            new Standing(
                row.getInt("failures"), row.getBoolean("paused"), row.getBoolean("resumed")),
        claim.source().value(),
        claim.token());
  }

  /** The words may be the source's, and an event can never be erased: they stand at the run. */
  private static Map<String, Object> said(PullClaim claim, String kind, String words) {
    return Map.of("run", claim.run(), "kind", kind, "why-hash", Hash.sha256(words).text());
  }

  private static void say(
      SourceId source, boolean paused, boolean pauses, String message, Duration wait) {
    if (paused) {
      LOG.warn(
          "Source '{}' was paused by a person while it was pulled, and that pull failed: {}. It"
              + " stays paused; nothing is lost.",
          source,
          message);
    } else if (pauses) {
      LOG.warn(
          "Source '{}' is paused: {}. Nothing is lost; mend it, then resume the source.",
          source,
          message);
    } else {
      LOG.warn(
          "Source '{}' could not be pulled: {}. It is tried again in {} s, from the same place.",
          source,
          message,
          wait.toSeconds());
    }
  }

  private Duration wait(int failures, PullFailure failure) {
    long full = FIRST_RETRY.toMillis() << Math.min(failures - 1, 20);
    Duration wait = Duration.ofMillis(Math.min(full, LAST_RETRY.toMillis()));
    Duration asked = failure.retryAfter();
    return asked != null && asked.compareTo(wait) > 0 ? asked : wait;
  }

  private static boolean end(Connection connection, PullClaim claim, Instant next)
      throws SQLException {
    return Sql.update(
            connection,
            "update source_state set due_at = ?, node = null, last_end_at = current_timestamp"
                + " where source = ? and token = ?",
            next,
            claim.source().value(),
            claim.token())
        > 0;
  }

  private static void endRun(
      Connection connection, PullClaim claim, String state, @Nullable String error)
      throws SQLException {
    Sql.update(
        connection,
        "update pull_run set state = ?, ended_at = current_timestamp, error = ? where id = ? and"
            + " state = 'running'",
        state,
        error,
        claim.run());
  }

  private static @Nullable String cut(@Nullable String warning, @Nullable String another) {
    if (warning == null || another == null) {
      return another == null ? warning : cut(another);
    }
    return cut(warning + "; " + another);
  }

  private static String cut(@Nullable String message) {
    return ForeignText.storable(message == null ? "no reason given" : message, LONGEST_TEXT);
  }
}

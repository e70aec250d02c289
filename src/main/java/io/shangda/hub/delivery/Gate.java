package io.shangda.hub.delivery;

import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * A target's row in {@code target_state}, locked: whether anything may be sent now, and how many
 * requests. The one place where all nodes agree on pause, breaker, {@code Retry-After} and rate.
 *
 * @param usualMillis how long it usually takes to answer; 0 if that is not known
 * @param resumes how often a person has resumed it
 * @param commanded the target has asked for something by record type that is in force
 */
record Gate(
    Instant now,
    boolean paused,
    boolean probe,
    String breaker,
    @Nullable Instant breakerUntil,
    @Nullable Instant waitUntil,
    Instant nextSend,
    int usualMillis,
    int resumes,
    boolean commanded) {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** What may be sent: nothing, one request that probes, or some. */
  record Permit(int requests, boolean probing) {
    static final Permit NONE = new Permit(0, false);
  }

  static Gate lock(Connection connection, TargetConfig target) throws SQLException {
    String id = target.id().value();
    Gate gate = select(connection, id);
    if (gate == null) {
      Sql.update(
          connection, "insert into target_state (target) values (?) on conflict do nothing", id);
      gate = select(connection, id);
    }
    if (gate == null) {
      throw new SQLException(
          "target_state has no row for '" + id + "' although it was just inserted");
    }
    return gate;
  }

  private static @Nullable Gate select(Connection connection, String target) throws SQLException {
    return Sql.first(
        connection,
        """
        select current_timestamp as now_at, paused, probe, breaker, breaker_until, wait_until, next_send_at, usual_millis, resumes,
          exists (select 1 from type_command c
            where c.target = target_state.target and (c.rate is not null or c.held is not null)) as commanded
        from target_state where target = ? for update
        """,
        Gate::read,
        target);
  }

  private static Gate read(ResultSet row) throws SQLException {
    Instant now = Sql.instant(row, "now_at");
    Instant next = Sql.instant(row, "next_send_at");
    return new Gate(
        java.util.Objects.requireNonNull(now),
        row.getBoolean("paused"),
        row.getBoolean("probe"),
        row.getString("breaker"),
        Sql.instant(row, "breaker_until"),
        Sql.instant(row, "wait_until"),
        java.util.Objects.requireNonNull(next),
        row.getInt("usual_millis"),
        row.getInt("resumes"),
        row.getBoolean("commanded"));
  }

  Permit permit(TargetConfig target) {
    if (paused) {
      return probe ? new Permit(1, true) : Permit.NONE;
    }
    if (after(waitUntil) || inWindow(target)) {
      return Permit.NONE;
    }
    if (!breaker.equals("closed")) {
      return after(breakerUntil) ? Permit.NONE : new Permit(1, true);
    }
    return new Permit(rated(target), false);
  }

  private boolean after(@Nullable Instant until) {
    return until != null && until.isAfter(now);
  }

  private boolean inWindow(TargetConfig target) {
    LocalTime time = LocalTime.ofInstant(now, target.zone());
    return target.windows().stream().anyMatch(w -> w.contains(time));
  }

  /** How long until the first slot that nobody has reserved yet. */
  Duration untilNextSlot() {
    return nextSend.isAfter(now) ? Duration.between(now, nextSend) : Duration.ZERO;
  }

  /**
   * Send slots of the coming second that nobody has reserved yet, as far as a claim can use them:
   * of more it would keep from the others what its own lanes cannot fill.
   */
  private int rated(TargetConfig target) {
    if (target.ratePerSecond() == null) {
      return Integer.MAX_VALUE;
    }
    long slot = slot(target).toNanos();
    if (!nextSend.isAfter(now)) {
      return (int) Math.max(1, Math.min(usable(target), SECOND.toNanos() / slot));
    }
    long free = Duration.between(nextSend, now.plus(SECOND)).toNanos();
    return (int) Math.max(0, Math.min(usable(target), free / slot));
  }

  /** Requests that one claim gets answered in a second. */
  private long usable(TargetConfig target) {
    long lanes = target.requestsAtOnce();
    return usualMillis == 0
        ? Long.MAX_VALUE
        : Math.max(lanes, (lanes * SECOND.toMillis() + usualMillis - 1) / usualMillis);
  }

  /**
   * Time of the target that one request takes up; zero without a rate. Nine tenths of the rate are
   * used: what the hub sends evenly does not arrive evenly, and it is the target that counts.
   */
  static Duration slot(TargetConfig target) {
    Integer rate = target.ratePerSecond();
    return rate == null ? Duration.ZERO : SECOND.multipliedBy(10).dividedBy(9L * rate);
  }

  /** Reserves the slots that were used. */
  void reserve(
      Connection connection, TargetConfig target, int requests, boolean probing, Duration lease)
      throws SQLException {
    String id = target.id().value();
    if (target.ratePerSecond() != null) {
      Instant from = nextSend.isAfter(now) ? nextSend : now;
      Instant next = from.plus(slot(target).multipliedBy(requests));
      Sql.update(connection, "update target_state set next_send_at = ? where target = ?", next, id);
    }
    if (probing) {
      Sql.update(
          connection,
          "update target_state set probe = false, breaker = case when breaker = 'closed' then"
              + " 'closed' else 'half' end, breaker_until = ? where target = ?",
          now.plus(lease),
          id);
    }
  }
}

package io.shangda.hub.delivery;

import io.shangda.hub.push.Command;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a target has asked for a record type, as far as it is in force. A rate and a pause are
 * apart: when the pause is over, the rate still holds.
 *
 * @param rate requests a second; null: as configured
 * @param rateUntil null: until a person lifts it, or another rate
 * @param held pause or stop; null: it is sent
 * @param heldUntil of a pause
 * @param why the target's own words for the newest of them
 * @param nextSendAt the next slot of its rate that nobody has reserved yet
 */
public record TypeCommand(
    TargetId target,
    RecordType type,
    @Nullable Double rate,
    @Nullable Instant rateUntil,
    @Nullable String held,
    @Nullable Instant heldUntil,
    String why,
    @Nullable Instant sinceAt,
    Instant nextSendAt) {
  static final String IN_FORCE = "(rate is not null or held is not null)";
  static final String STOP = "stop";
  private static final String PAUSE = "pause";
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** An end that moves by less is no new command: a platform may say it in every answer. */
  private static final Duration ALIKE = Duration.ofSeconds(10);

  static TypeCommand none(TargetId target, RecordType type, Instant now) {
    return new TypeCommand(target, type, null, null, null, null, "", null, now);
  }

  /** All that are in force, of all targets. */
  public static List<TypeCommand> all(Connection connection) throws SQLException {
    return Sql.list(
        connection,
        "select * from type_command where " + IN_FORCE + " order by target, type",
        TypeCommand::read);
  }

  /** Those of a target that are in force. */
  static List<TypeCommand> of(Connection connection, TargetId target) throws SQLException {
    return Sql.list(
        connection,
        "select * from type_command where target = ? and " + IN_FORCE + " order by type",
        TypeCommand::read,
        target.value());
  }

  private static TypeCommand read(ResultSet row) throws SQLException {
    double rate = row.getDouble("rate");
    boolean rated = !row.wasNull();
    return new TypeCommand(
        new TargetId(row.getString("target")),
        new RecordType(row.getString("type")),
        rated ? rate : null,
        Sql.instant(row, "rate_until"),
        row.getString("held"),
        Sql.instant(row, "held_until"),
        row.getString("why"),
        Sql.instant(row, "since_at"),
        Objects.requireNonNull(Sql.instant(row, "next_send_at")));
  }

  boolean inForce() {
    return rate != null || held != null;
  }

  /** Whether a request of it may be sent now. */
  boolean isFree(Instant now) {
    return held == null && !nextSendAt.isAfter(now);
  }

  /** Time that one request takes up, as {@link Gate#slot} has it; zero without a rate. */
  Duration slot() {
    return rate == null ? Duration.ZERO : Duration.ofNanos((long) (10 * 1e9 / (9 * rate)));
  }

  /** Requests that start within a second; at least one. */
  int burst() {
    Duration slot = slot();
    return slot.isZero() ? Integer.MAX_VALUE : (int) Math.max(1, SECOND.toNanos() / slot.toNanos());
  }

  /**
   * This, and what is asked for now; itself if that changes nothing. A stop outlasts a pause, and
   * of two pauses the longer one holds: another answer under way may have asked for less.
   */
  TypeCommand and(Command command, Instant now) {
    if (command instanceof Command.Rate asked) {
      Instant end = asked.end() == null ? null : asked.end().from(now);
      boolean same = rate != null && rate == asked.perSecond() && alike(end, rateUntil);
      return same ? this : with(asked.perSecond(), end, held, heldUntil, asked.why());
    }
    if (command instanceof Command.Stop asked) {
      return STOP.equals(held) ? this : with(rate, rateUntil, STOP, null, asked.why());
    }
    if (command instanceof Command.Pause asked) {
      Instant end = asked.end().from(now);
      boolean longer = heldUntil == null || end.isAfter(heldUntil.plus(ALIKE));
      return STOP.equals(held) || !longer ? this : with(rate, rateUntil, PAUSE, end, asked.why());
    }
    return this;
  }

  private static boolean alike(@Nullable Instant one, @Nullable Instant other) {
    return one == null || other == null
        ? one == other
        : Duration.between(one, other).abs().compareTo(ALIKE) < 0;
  }

  /** What is left of it when what has an end by now is over. */
  TypeCommand at(Instant now) {
    boolean rateOver = rateUntil != null && !rateUntil.isAfter(now);
    boolean heldOver = heldUntil != null && !heldUntil.isAfter(now);
    return with(
        rateOver ? null : rate,
        rateOver ? null : rateUntil,
        heldOver ? null : held,
        heldOver ? null : heldUntil,
        why);
  }

  private TypeCommand with(
      @Nullable Double rate,
      @Nullable Instant rateUntil,
      @Nullable String held,
      @Nullable Instant heldUntil,
      String why) {
    return new TypeCommand(
        target, type, rate, rateUntil, held, heldUntil, why, sinceAt, nextSendAt);
  }

  /** As people read it: {@code rate 5/s until 2031-05-01T00:00:00Z; stopped until resumed}. */
  public String text() {
    StringBuilder text = new StringBuilder();
    if (rate != null) {
      text.append("rate ").append(rate == Math.rint(rate) ? (Object) rate.longValue() : rate);
      text.append("/s").append(rateUntil == null ? "" : " until " + rateUntil);
    }
    if (held != null) {
      text.append(text.isEmpty() ? "" : "; ");
      text.append(
          heldUntil == null ? "stopped until a person resumes it" : "paused until " + heldUntil);
    }
    return text.isEmpty() ? "as configured" : text.toString();
  }
}

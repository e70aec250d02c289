package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.delivery.Planner;
import io.shangda.hub.delivery.RecordLocks;
import io.shangda.hub.intake.AbsenceRows.Due;
import io.shangda.hub.intake.AbsenceRows.Standing;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that a source no longer lists (P8): withdrawn by themselves within the brake's limits, or
 * by a person, who can also keep them and bring them back.
 */
public class Absences {
  private static final Logger LOG = LoggerFactory.getLogger(Absences.class);
  private static final int AT_ONCE = 1000;

  private final Database database;
  private final SourcePlans plans;
  private final Planner planner;
  private final AuditLog audit;
  private final Clock clock;
  private final LetGo letGo;

  Absences(Database database, SourcePlans plans, Planner planner, AuditLog audit, Clock clock) {
    this.database = database;
    this.plans = plans;
    this.planner = planner;
    this.audit = audit;
    this.clock = clock;
    this.letGo = new LetGo(database, planner, audit);
    database.whenClockIsSet(
        (c, before, by) ->
            Sql.update(
                c,
                "update absence set since_at = since_at + cast(? as bigint) * interval '1' second",
                by.toSeconds()));
  }

  /**
   * What an action did.
   *
   * @param done records it changed
   * @param run in which they were withdrawn or brought back; null if none was
   * @param skipped records it left alone, each with the reason in the operator's words
   */
  public record Outcome(int done, @Nullable Long run, List<String> skipped) {}

  /** What stood at the brake when the person looked is no longer what stands there. */
  public static final class ChangedSinceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ChangedSinceException(SourceId source) {
      super(
          "What source '%s' lacks has changed since it was looked at, or nothing waits; nothing was done, look again"
              .formatted(source));
    }
  }

  /**
   * Withdraws what is due after a complete list, as far as the brake lets it. What cannot be done
   * now is done after the next complete list.
   *
   * @return targets that have something to send now
   */
  public Set<TargetId> withdrawDue(SourceId source) {
    SourcePlan plan = plans.today(source);
    if (plan == null || plan.source().listed().isEmpty()) {
      return Set.of();
    }
    try {
      database.execute(c -> audit.append(c, new Brake(c, plan.source()).decide()));
      return letGo.withdraw(plan).targets();
    } catch (RuntimeException e) {
      LOG.warn(
          "Source '{}': what it no longer lists could not be withdrawn ({}); it is tried again after its next complete list",
          source,
          e.getMessage());
      return Set.of();
    }
  }

  /**
   * What is missing.
   *
   * @param state due, missing (those that are due too), released or withdrawn
   * @param after record behind which to go on; null: from the start
   * @throws IllegalArgumentException if there is no such source
   */
  public AbsenceList.Preview preview(
      SourceId source, String state, @Nullable Long after, int limit) {
    SourcePlan plan = required(source);
    return database.read(c -> AbsenceList.read(c, plan.source(), state, after, limit));
  }

  /** By this a person says that what he has looked at is what he lets go. */
  static String token(SourceId source, List<Due> due) {
    StringBuilder text = new StringBuilder(source.value());
    due.forEach(d -> text.append('\n').append(d.record()).append(' ').append(d.versions()));
    return Hash.sha256(text.toString()).hex().substring(0, 32);
  }

  /**
   * Lets go exactly what a person has looked at.
   *
   * @param token of the preview
   * @throws ChangedSinceException if something has come or gone since
   * @throws IllegalArgumentException if there is no such source
   */
  public Outcome release(SourceId source, String token, Actor actor) {
    SourcePlan plan = required(source);
    database.execute(
        c -> {
          Standing before = AbsenceRows.lock(c, source.value());
          List<Due> due = looked(c, source, token);
          List<Long> records = due.stream().map(Due::record).toList();
          AbsenceRows.release(c, records, actor.name(), actor.reason());
          List<AuditLog.Event> events = new ArrayList<>();
          Map<String, Object> detail = new LinkedHashMap<>();
          detail.put("records", due.size());
          detail.put("token", token);
          events.add(event("absences-released", null, source, actor, detail));
          events.addAll(new Brake(c, plan.source()).after(before));
          audit.append(c, events);
        });
    LetGo.Went went = letGo.withdraw(plan);
    return new Outcome(went.records(), went.run(), List.of());
  }

  /**
   * Refuses withdrawals: the records count as seen by the newest list.
   *
   * @param token of the preview
   * @param only ids of those that are kept; empty: all
   * @throws ChangedSinceException if something has come or gone since
   * @throws IllegalArgumentException if there is no such source
   */
  public Outcome keep(SourceId source, String token, Collection<Long> only, Actor actor) {
    SourcePlan plan = required(source);
    return database.inTransaction(
        c -> {
          Standing before = AbsenceRows.lock(c, source.value());
          Set<Long> wanted = new HashSet<>(only);
          List<Due> kept =
              looked(c, source, token).stream()
                  .filter(d -> wanted.isEmpty() || wanted.contains(d.record()))
                  .toList();
          AbsenceRows.keep(c, source.value(), kept);
          List<AuditLog.Event> events = new ArrayList<>();
          for (Due one : kept) {
            events.add(event("absence-kept", one.record(), source, actor, Map.of()));
          }
          events.addAll(new Brake(c, plan.source()).after(before));
          audit.append(c, events);
          return new Outcome(kept.size(), null, List.of());
        });
  }

  private static List<Due> looked(Connection connection, SourceId source, String token)
      throws SQLException {
    List<Due> due = AbsenceRows.due(connection, source.value());
    if (due.isEmpty() || !token(source, due).equals(token)) {
      throw new ChangedSinceException(source);
    }
    return due;
  }

  /**
   * Brings back what a run withdrew, as long as the source's configuration allows: a new version
   * like the one before, sent again in its order. What the source lists again needs no bringing
   * back, and what is brought back is missing again only once it was listed.
   *
   * @throws IllegalArgumentException if there is no such source
   */
  public Outcome undo(SourceId source, long run, Actor actor) {
    SourcePlan plan = required(source);
    AbsenceRun back =
        database.inTransaction(c -> AbsenceRun.begin(c, database, plan, actor.name()));
    List<String> skipped = new ArrayList<>();
    int done = 0;
    long after = 0;
    while (true) {
      long from = after;
      List<Long> records = database.read(c -> withdrawn(c, plan, run, from));
      if (records.isEmpty()) {
        break;
      }
      done += database.inTransaction(c -> bringBack(c, back, records, actor, skipped));
      after = records.get(records.size() - 1);
    }
    database.execute(c -> AbsenceRun.end(c, source.value()));
    return new Outcome(done, done == 0 ? null : Long.valueOf(back.id()), skipped);
  }

  private static List<Long> withdrawn(Connection connection, SourcePlan plan, long run, long after)
      throws SQLException {
    List<Long> records = new ArrayList<>();
    for (TypePlan type : plan.types()) {
      if (type.type().absence() != null) {
        records.addAll(
            Sql.list(
                connection,
                """
                select record from absence where source = ? and state = 'withdrawn' and run = ? and record > ?
                  and type = ? and withdrawn_at > ? order by record limit ?
                """,
                row -> row.getLong(1),
                plan.source().id().value(),
                run,
                after,
                type.type().type().value(),
                DatabaseTime.now(connection).minus(type.type().absence().undo()),
                AT_ONCE));
      }
    }
    return records.stream().sorted().limit(AT_ONCE).toList();
  }

  private int bringBack(
      Connection connection, AbsenceRun run, List<Long> records, Actor actor, List<String> skipped)
      throws SQLException {
    RecordLocks.take(connection, records);
    List<BroughtBack.Gone> gone =
        Sql.list(
            connection,
            """
            select a.record, a.version, r.type, r.source_key, r.version as newest, r.versions, r.parent
            from absence a join record r on r.id = a.record
            where a.record = any(?) and a.state = 'withdrawn' order by a.record for update
            """,
            row ->
                new BroughtBack.Gone(
                    row.getLong("record"),
                    row.getString("type"),
                    row.getString("source_key"),
                    row.getInt("version"),
                    row.getInt("newest") == row.getInt("version") ? row.getInt("versions") : -1,
                    Sql.number(row, "parent")),
            records);
    LocalDate today = LocalDate.ofInstant(clock.instant(), run.plan().source().zone());
    List<AuditLog.Event> events = new ArrayList<>();
    BroughtBack back = new BroughtBack(connection, planner, run, today, actor);
    for (BroughtBack.Gone one : gone) {
      String why = one.versions() < 0 ? "it has a newer version" : back.back(one, events);
      if (why != null) {
        skipped.add("Record %d (%s %s): %s".formatted(one.record(), one.type(), one.key(), why));
      }
    }
    audit.append(connection, events);
    return events.size();
  }

  private SourcePlan required(SourceId source) {
    SourcePlan plan = plans.today(source);
    if (plan == null) {
      throw new IllegalArgumentException("There is no source '" + source + "'");
    }
    return plan;
  }

  private static AuditLog.Event event(
      String event,
      @Nullable Long record,
      SourceId source,
      Actor actor,
      Map<String, Object> detail) {
    return new AuditLog.Event(event, record, source.value(), "", actor, detail);
  }
}

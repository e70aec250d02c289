package io.shangda.hub.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.delivery.Plan;
import io.shangda.hub.delivery.Planner;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records that wait for a person: release, refuse, clear. Acts on the newest version of a record
 * only.
 */
public class Holds {
  private static final String SECRET = "secret";

  /**
   * What an action did.
   *
   * @param done records it changed
   * @param skipped records it left alone, each with the reason in the operator's words
   */
  public record Outcome(int done, List<String> skipped) {}

  private record Held(
      long record,
      int version,
      long run,
      String source,
      String type,
      @Nullable Long parent,
      @Nullable String payload) {}

  private record Open(String rule, String resolution, @Nullable String by) {
    boolean secret() {
      return rule.startsWith(SECRET);
    }
  }

  private final Database database;
  private final SourcePlans plans;
  private final Planner planner;
  private final AuditLog audit;
  private final Clock clock;

  public Holds(Database database, SourcePlans plans, Planner planner, AuditLog audit, Clock clock) {
    this.database = database;
    this.plans = plans;
    this.planner = planner;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Releases the held version of a record: it is planned for its targets. A secret mark is never
   * released.
   */
  public Outcome release(long record, Actor actor) {
    return each(List.of(record), (c, held, open) -> release(c, held, open, actor));
  }

  /** Releases every held record whose open findings all have this rule. */
  public Outcome releaseAll(String rule, Actor actor) {
    return each(
        heldBy(rule),
        (c, held, open) ->
            open.stream().allMatch(f -> f.rule().equals(rule))
                ? release(c, held, open, actor)
                : "it has findings of other rules too; look at it by itself");
  }

  /** Refuses the held version of a record for good. */
  public Outcome refuse(long record, Actor actor) {
    return each(List.of(record), (c, held, open) -> refuse(c, held, actor));
  }

  /** Refuses every held record that has an open finding of this rule. */
  public Outcome refuseAll(String rule, Actor actor) {
    return each(heldBy(rule), (c, held, open) -> refuse(c, held, actor));
  }

  /**
   * One of the two persons who must call a secret mark a false hit; the second, another one,
   * releases the record.
   */
  public Outcome clearSecretMark(long record, Actor actor) {
    return each(List.of(record), (c, held, open) -> clear(c, held, open, actor));
  }

  @FunctionalInterface
  private interface Act {
    /** Null if it was done, otherwise why not. */
    @Nullable String on(Connection connection, Held held, List<Open> open) throws SQLException;
  }

  private Outcome each(List<Long> records, Act act) {
    int done = 0;
    List<String> skipped = new ArrayList<>();
    for (Long record : records) {
      String why =
          database
              .inTransaction(c -> java.util.Optional.ofNullable(one(c, record, act)))
              .orElse(null);
      if (why == null) {
        done++;
      } else {
        skipped.add("Record " + record + ": " + why);
      }
    }
    return new Outcome(done, skipped);
  }

  private @Nullable String one(Connection connection, long record, Act act) throws SQLException {
    Sql.list(
        connection, "select id from record where id = ? for update", r -> r.getLong(1), record);
    Held held =
        Sql.first(
            connection,
            """
            select r.id, r.version, v.run, r.source, r.type, r.parent, v.payload from record r
            join record_version v on v.record = r.id and v.version = r.version
            where r.id = ? and v.state = 'held'
            """,
            row -> {
              return new Held(
                  row.getLong("id"),
                  row.getInt("version"),
                  row.getLong("run"),
                  row.getString("source"),
                  row.getString("type"),
                  Sql.number(row, "parent"),
                  row.getString("payload"));
            },
            record);
    if (held == null) {
      return "its newest version is not held";
    }
    List<Open> open =
        Sql.list(
            connection,
            "select rule, resolution, resolved_by from finding"
                + " where record = ? and version = ? and severity = 'hold' and resolution in ('open', 'clearing')",
            row ->
                new Open(
                    row.getString("rule"),
                    row.getString("resolution"),
                    row.getString("resolved_by")),
            record,
            held.version());
    return act.on(connection, held, open);
  }

  private @Nullable String release(Connection connection, Held held, List<Open> open, Actor actor)
      throws SQLException {
    if (open.stream().anyMatch(Open::secret)) {
      return "it bears a secret mark: it can be refused, or cleared as a false hit by two persons";
    }
    return plan(connection, held, actor, "released");
  }

  private @Nullable String clear(Connection connection, Held held, List<Open> open, Actor actor)
      throws SQLException {
    Open secret = open.stream().filter(Open::secret).findFirst().orElse(null);
    if (secret == null) {
      return "it bears no secret mark";
    }
    if (secret.by() == null) {
      Sql.update(
          connection,
          "update finding set resolution = 'clearing', resolved_by = ?, reason = ?"
              + " where record = ? and version = ? and rule like 'secret%' and resolution = 'open'",
          actor.name(),
          actor.reason(),
          held.record(),
          held.version());
      audit.append(connection, List.of(event("secret-mark-first-clearing", held, actor)));
      return null;
    }
    if (secret.by().equals(actor.name())) {
      return "the second person must be another than the first";
    }
    Sql.update(
        connection,
        "update finding set resolution = 'cleared', resolved_by = ?, resolved_at = current_timestamp"
            + " where record = ? and version = ? and rule like 'secret%' and resolution = 'clearing'",
        secret.by() + ", " + actor.name(),
        held.record(),
        held.version());
    if (open.stream().allMatch(Open::secret)) {
      return plan(connection, held, actor, "cleared");
    }
    audit.append(connection, List.of(event("secret-mark-cleared", held, actor)));
    return null;
  }

  private @Nullable String plan(Connection connection, Held held, Actor actor, String how)
      throws SQLException {
    SourcePlan source = plans.today(new SourceId(held.source()));
    TypePlan type =
        source == null
            ? null
            : source.types().stream()
                .filter(t -> t.type().type().value().equals(held.type()))
                .findFirst()
                .orElse(null);
    if (source == null || type == null || held.payload() == null) {
      return "its source, its type or its content is no longer there";
    }
    Judge judge = new Judge(source, LocalDate.ofInstant(clock.instant(), source.source().zone()));
    Map<TargetId, byte[]> targets = judge.targets(type, tree(held.payload()), new ArrayList<>());
    move(connection, held, "planned", "planned");
    resolve(connection, held, actor, "released");
    Planner.Planned planned =
        planner.plan(
            connection,
            List.of(
                new Plan(
                    held.record(),
                    held.version(),
                    new RecordType(held.type()),
                    false,
                    true,
                    held.parent(),
                    held.run(),
                    targets,
                    false)));
    Map<String, Object> detail = detail(held);
    planned.states().get(0).forEach((target, state) -> detail.put("to " + target, state));
    audit.append(
        connection,
        List.of(
            new AuditLog.Event("hold-" + how, held.record(), held.source(), "", actor, detail)));
    return null;
  }

  private @Nullable String refuse(Connection connection, Held held, Actor actor)
      throws SQLException {
    move(connection, held, "refused", "rejected");
    resolve(connection, held, actor, "refused");
    audit.append(connection, List.of(event("hold-refused", held, actor)));
    return null;
  }

  /** A release moves the occurrence from held to planned, a refusal from held to rejected (P1). */
  private static void move(Connection connection, Held held, String state, String counter)
      throws SQLException {
    Sql.update(
        connection,
        "update record_version set state = ? where record = ? and version = ?",
        state,
        held.record(),
        held.version());
    Sql.update(connection, "update record set state = ? where id = ?", state, held.record());
    Sql.update(
        connection,
        "update pull_run set held = held - 1, " + counter + " = " + counter + " + 1 where id = ?",
        held.run());
  }

  private static void resolve(Connection connection, Held held, Actor actor, String resolution)
      throws SQLException {
    Sql.update(
        connection,
        "update finding set resolution = ?, resolved_by = ?, resolved_at = current_timestamp, reason = ?"
            + " where record = ? and version = ? and severity = 'hold' and resolution in ('open', 'clearing')",
        resolution,
        actor.name(),
        actor.reason(),
        held.record(),
        held.version());
  }

  private List<Long> heldBy(String rule) {
    return database.read(
        c ->
            Sql.list(
                c,
                """
                select distinct f.record from finding f join record r on r.id = f.record and r.version = f.version
                where f.severity = 'hold' and f.resolution in ('open', 'clearing') and f.rule = ? and r.state = 'held'
                order by f.record limit 10000
                """,
                row -> row.getLong(1),
                rule));
  }

  private static Map<String, Object> detail(Held held) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("version", held.version());
    return detail;
  }

  private static AuditLog.Event event(String event, Held held, Actor actor) {
    return new AuditLog.Event(event, held.record(), held.source(), "", actor, detail(held));
  }

  private static ObjectNode tree(String payload) {
    try {
      return (ObjectNode) new ObjectMapper().readTree(payload);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored payload is no JSON", e);
    }
  }
}

package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.delivery.Planner;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records that wait for a person: release, refuse, clear. Acts on the newest version of a record
 * only.
 */
public class Holds {
  private static final String BY_RULE =
      """
      select distinct f.record from finding f join record r on r.id = f.record and r.version = f.version
      where f.severity = 'hold' and f.resolution in ('open', 'clearing') and f.rule = ? and r.state = 'held'
      order by f.record limit 10000
      """;

  private final Database database;
  private final HoldRelease release;
  private final SecretMarks secretMarks;
  private final AuditLog audit;

  public Holds(Database database, SourcePlans plans, Planner planner, AuditLog audit, Clock clock) {
    this.database = database;
    this.release = new HoldRelease(plans, planner, audit, clock);
    this.secretMarks = new SecretMarks(release, audit);
    this.audit = audit;
  }

  /**
   * What an action did.
   *
   * @param done records it changed
   * @param skipped records it left alone, each with the reason in the operator's words
   */
  public record Outcome(int done, List<String> skipped) {}

  /** One act on one record; gives null if it was done, otherwise why not. */
  @FunctionalInterface
  private interface Act {
    @Nullable String on(Connection connection, HeldVersion held) throws SQLException;
  }

  /**
   * Releases the held version of a record: it is planned for its targets. A secret mark is never
   * released.
   */
  public Outcome release(long record, Actor actor) {
    return each(List.of(record), (c, held) -> release(c, held, actor));
  }

  /** Releases every held record whose open findings all have this rule; 10,000 at most. */
  public Outcome releaseAll(String rule, Actor actor) {
    return each(
        heldBy(rule),
        (c, held) ->
            held.open().stream().allMatch(open -> open.rule().equals(rule))
                ? release(c, held, actor)
                : "it has findings of other rules too; look at it by itself");
  }

  /** Refuses the held version of a record for good. */
  public Outcome refuse(long record, Actor actor) {
    return each(List.of(record), (c, held) -> refuse(c, held, actor));
  }

  /** Refuses every held record that has an open finding of this rule; 10,000 at most. */
  public Outcome refuseAll(String rule, Actor actor) {
    return each(heldBy(rule), (c, held) -> refuse(c, held, actor));
  }

  /**
   * One of the two persons who must call a secret mark a false hit; the second, another one,
   * releases the record.
   */
  public Outcome clearSecretMark(long record, Actor actor) {
    return each(List.of(record), (c, held) -> secretMarks.clear(c, held, actor));
  }

  private @Nullable String release(Connection connection, HeldVersion held, Actor actor)
      throws SQLException {
    if (held.secret()) {
      return "it bears a secret mark: it can be refused, or cleared as a false hit by two persons";
    }
    String why = release.plan(connection, held, actor, "hold-released");
    if (why == null) {
      held.resolve(connection, "released", actor);
    }
    return why;
  }

  private @Nullable String refuse(Connection connection, HeldVersion held, Actor actor)
      throws SQLException {
    held.move(connection, "refused", "rejected");
    held.resolve(connection, "refused", actor);
    audit.append(connection, List.of(held.event("hold-refused", actor, Map.of())));
    return null;
  }

  private Outcome each(List<Long> records, Act act) {
    int done = 0;
    List<String> skipped = new ArrayList<>();
    for (Long record : records) {
      Optional<String> why =
          database.inTransaction(
              c -> {
                HeldVersion held = HeldVersion.lock(c, record);
                return Optional.ofNullable(
                    held == null ? "its newest version is not held" : act.on(c, held));
              });
      if (why.isEmpty()) {
        done++;
      } else {
        skipped.add("Record " + record + ": " + why.get());
      }
    }
    return new Outcome(done, skipped);
  }

  private List<Long> heldBy(String rule) {
    return database.read(c -> Sql.list(c, BY_RULE, row -> row.getLong(1), rule));
  }
}

package io.shangda.hub.delivery;

import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts record versions into the outbox, inside the transaction that stores them. It only inserts:
 * another batch is never touched. The caller holds the lock of every record that was known before.
 */
public final class Planner {
  private final Database database;
  private final CurrentConfig config;
  private final Clock clock;

  public Planner(Database database, CurrentConfig config, Clock clock) {
    this.database = database;
    this.config = config;
    this.clock = clock;
  }

  /**
   * What was planned.
   *
   * @param states per plan, in their order: the state each delivery began with, by target
   * @param targets that have something to send now
   */
  public record Planned(List<Map<String, Object>> states, Set<TargetId> targets) {}

  private record Place(long run, TargetId target) {}

  private final class Writing {
    final Instant now = clock.instant();
    final HubConfig hub = config.get();
    final Batches batches;
    final Rows deliveries =
        new Rows(
            "delivery",
            "id",
            "record",
            "version",
            "target",
            "run",
            "batch",
            "operation",
            "target_key",
            "state",
            "settled_at",
            "payload");
    final Rows waits =
        new Rows("delivery_wait", "delivery", "record", "version", "target", "parent");
    final Map<Place, Integer> counts = new HashMap<>();
    final Standings standings;

    /** Records that this page withdraws. */
    final Set<Long> leaving;

    Writing(Standings standings, Set<Long> leaving, Instant due) {
      this.standings = standings;
      this.leaving = leaving;
      this.batches = new Batches(database.numbers(), due, config.version());
    }

    Map<String, Object> plan(Plan plan) {
      Map<String, Object> states = new LinkedHashMap<>();
      plan.targets()
          .forEach((target, payload) -> states.put(target.value(), plan(plan, target, payload)));
      return states;
    }

    private String plan(Plan plan, TargetId id, byte[] payload) {
      TargetConfig target = hub.targets().get(id);
      if (target == null) {
        throw new IllegalStateException("A record is planned for the unknown target '" + id + "'");
      }
      counts.merge(new Place(plan.run(), id), 1, Integer::sum);
      Standing standing = plan.known() ? standings.of(plan.record(), id) : Standing.NONE;
      if (plan.superseded()) {
        return settled(plan, id, State.SUPERSEDED);
      }
      if (plan.alike().contains(id) && !standing.open()) {
        row(plan, id, null, standing.accepted(), standing.targetKey(), State.DELIVERED, payload);
        return State.DELIVERED.word();
      }
      Operation operation = standing.next(plan.deleted());
      if (!standing.open() && operation == null) {
        return settled(plan, id, State.WITHDRAWN);
      }
      if (standing.open() || !parentPresent(plan, id, operation)) {
        long delivery = row(plan, id, null, null, null, State.WAITING, payload);
        waits.add(delivery, plan.record(), plan.version(), id.value(), plan.parent());
        return State.WAITING.word();
      }
      String key = targetKey(target, plan, standing);
      row(plan, id, batches.next(target), operation, key, State.BATCHED, payload);
      return operation == null ? "" : operation.word();
    }

    private boolean parentPresent(Plan plan, TargetId target, @Nullable Operation operation) {
      return plan.parent() == null
          || operation != Operation.INSERT
          || (standings.of(plan.parent(), target).takesChildren()
              && !leaving.contains(plan.parent()));
    }

    private String settled(Plan plan, TargetId target, State state) {
      row(plan, target, null, null, null, state, new byte[0]);
      return state.word();
    }

    private @Nullable String targetKey(TargetConfig target, Plan plan, Standing standing) {
      TargetConfig.TargetType type = target.types().get(plan.type());
      if (standing.targetKey() != null || type == null || type.key() == null) {
        return standing.targetKey();
      }
      return TargetKey.make(
          type.key(), database.serials(), LocalDate.ofInstant(now, target.zone()));
    }

    private long row(
        Plan plan,
        TargetId target,
        @Nullable Long batch,
        @Nullable Operation operation,
        @Nullable String key,
        State state,
        byte[] payload) {
      long id = database.numbers().next();
      boolean settled = state != State.WAITING && state != State.BATCHED;
      deliveries.add(
          id,
          plan.record(),
          plan.version(),
          target.value(),
          plan.run(),
          batch,
          operation == null ? null : operation.word(),
          key,
          state.word(),
          settled ? now : null,
          payload.length == 0 ? null : payload);
      return id;
    }

    void write(Connection connection) throws SQLException {
      database.bulk().insert(connection, batches.rows());
      database.bulk().insert(connection, deliveries);
      database.bulk().insert(connection, waits);
      for (Map.Entry<Place, Integer> count : counts.entrySet()) {
        RunTargets.add(connection, count.getKey().run(), count.getKey().target(), count.getValue());
      }
    }
  }

  /** Plans all of them; counts them for their runs. */
  public Planned plan(Connection connection, List<Plan> plans) throws SQLException {
    Set<Long> involved = new HashSet<>();
    Set<Long> leaving = new HashSet<>();
    for (Plan plan : plans) {
      if (plan.deleted() && !plan.superseded()) {
        leaving.add(plan.record());
      }
      if (plan.known()) {
        involved.add(plan.record());
      }
      if (plan.parent() != null) {
        involved.add(plan.parent());
      }
    }
    Writing writing =
        new Writing(Standings.read(connection, involved), leaving, DatabaseTime.now(connection));
    List<Map<String, Object>> states = new ArrayList<>(plans.size());
    for (Plan plan : plans) {
      states.add(writing.plan(plan));
    }
    writing.write(connection);
    return new Planned(states, writing.batches.targets());
  }
}

package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.delivery.Planner;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Sql;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Withdraws the missing records that the brake or a person let go, some in each transaction. */
final class LetGo {
  private static final int AT_ONCE = 1000;

  private final Database database;
  private final Planner planner;
  private final AuditLog audit;

  LetGo(Database database, Planner planner, AuditLog audit) {
    this.database = database;
    this.planner = planner;
    this.audit = audit;
  }

  /** What went; {@code run} is the last run of it, null if nothing did. */
  record Went(int records, @Nullable Long run, Set<TargetId> targets) {}

  /** Those that were let go, and what a node that stopped has left of them; children first. */
  Went withdraw(SourcePlan plan) {
    String source = plan.source().id().value();
    int records = 0;
    Long last = null;
    Set<TargetId> targets = new LinkedHashSet<>();
    List<TypePlan> types = childrenFirst(plan);
    for (String by : releasedBy(source)) {
      AbsenceRun run = database.inTransaction(c -> AbsenceRun.begin(c, database, plan, by));
      for (TypePlan type : types) {
        for (Withdrawal.Done done = some(run, type); done != null; done = some(run, type)) {
          records += done.records();
          targets.addAll(done.targets());
        }
      }
      last = run.id();
      database.execute(c -> AbsenceRun.end(c, source));
    }
    return new Went(records, last, targets);
  }

  private List<String> releasedBy(String source) {
    return database.read(
        c ->
            Sql.list(
                c,
                "select distinct released_by from absence where source = ? and state = 'released'",
                row -> row.getString(1),
                source));
  }

  /** Withdraws some of a type in one transaction; null if none is left. */
  private Withdrawal.@Nullable Done some(AbsenceRun run, TypePlan type) {
    List<Withdrawal.Done> done = new ArrayList<>();
    database.execute(
        c -> {
          AbsenceRows.lock(c, run.source());
          List<Long> records =
              Sql.list(
                  c,
                  """
                  select record from absence where source = ? and state = 'released' and type = ?
                    and released_by = ? order by record limit ?
                  """,
                  row -> row.getLong(1),
                  run.source(),
                  type.type().type().value(),
                  run.by(),
                  AT_ONCE);
          if (!records.isEmpty()) {
            Withdrawal withdrawal = new Withdrawal(c, database, planner, run, type);
            Withdrawal.Done some = withdrawal.withdraw(records, DatabaseTime.now(c));
            audit.append(c, some.events());
            done.add(some);
          }
        });
    return done.isEmpty() ? null : done.get(0);
  }

  private static List<TypePlan> childrenFirst(SourcePlan plan) {
    Map<String, TypePlan> byName = new HashMap<>();
    plan.types().forEach(type -> byName.put(type.type().type().value(), type));
    return plan.types().stream()
        .sorted(Comparator.comparing((TypePlan type) -> -depth(type, byName)))
        .toList();
  }

  private static int depth(TypePlan type, Map<String, TypePlan> byName) {
    int depth = 0;
    TypePlan at = type;
    while (at != null && at.type().parent() != null && depth < byName.size()) {
      at = byName.get(at.type().parent().type().value());
      depth++;
    }
    return depth;
  }
}

package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Says which targets have something to send now. What it says is only a hint: lost or doubled it
 * does no harm, because the claim looks again.
 */
public final class Relay {
  /** Records locked together. */
  private static final int AT_ONCE = 1000;

  private static final String DUE =
      """
      select w.target from unnest(cast(? as varchar array)) as w(target)
      left join target_state t on t.target = w.target
      where (exists (select 1 from batch b where b.target = w.target and b.due_at <= current_timestamp)
          or exists (select 1 from type_command c where c.target = w.target and c.held is null
            and c.rate is not null and c.next_send_at <= current_timestamp
            and exists (select 1 from batch_aside a where a.target = c.target and a.type = c.type)))
        and (t.paused is null or not t.paused or t.probe)
        and (t.wait_until is null or t.wait_until <= current_timestamp)
        and (t.breaker_until is null or t.breaker_until <= current_timestamp)
      """;

  private final Database database;
  private final CurrentConfig config;
  private final Promotion promotion;
  private final AuditLog audit;
  private final Orphans orphans = new Orphans();
  private final MissedWakeUps missed = new MissedWakeUps();

  Relay(Database database, CurrentConfig config, Promotion promotion, AuditLog audit) {
    this.database = database;
    this.config = config;
    this.promotion = promotion;
    this.audit = audit;
  }

  /**
   * Targets with due batches that may be sent to, each as often as it has consumers on this node.
   */
  public List<TargetId> hints() {
    Map<TargetId, TargetConfig> targets = config.get().targets();
    if (targets.isEmpty()) {
      return List.of();
    }
    List<String> ids = targets.keySet().stream().map(TargetId::value).toList();
    List<TargetId> hints = new ArrayList<>();
    for (String due : database.read(c -> Sql.list(c, DUE, row -> row.getString(1), ids))) {
      TargetConfig target = targets.get(new TargetId(due));
      for (int i = 0; target != null && i < target.consumers(); i++) {
        hints.add(target.id());
      }
    }
    return hints;
  }

  /**
   * Repairs missed wake-ups: promotes what waits although nothing stands in its way any more. An
   * outcome promotes what it sees; what was planned while the outcome was being stored it cannot
   * see. Ends what a target asked for by type when its time is over. Says once of what has waited
   * too long for its parent.
   */
  public void sweep() {
    if (!database.read(TypeCommand::all).isEmpty()) {
      database.execute(c -> audit.append(c, TypeCommands.liftEnded(c)));
    }
    for (TargetConfig target : config.get().targets().values()) {
      database.execute(connection -> TurnedBack.mend(connection, target));
    }
    alertOrphans();
    database
        .read(missed::next)
        .forEach(
            (id, records) -> {
              TargetConfig target = config.get().targets().get(id);
              for (int i = 0; target != null && i < records.size(); i += AT_ONCE) {
                List<Long> some = records.subList(i, Math.min(records.size(), i + AT_ONCE));
                database.execute(c -> audit.append(c, promotion.promote(c, target, some)));
              }
            });
  }

  private void alertOrphans() {
    Map<TargetId, TargetConfig> targets = config.get().targets();
    database
        .read(c -> orphans.next(c, targets))
        .forEach(
            (id, late) -> {
              TargetConfig target = Objects.requireNonNull(targets.get(id));
              for (int i = 0; i < late.size(); i += AT_ONCE) {
                List<Long> some = late.subList(i, Math.min(late.size(), i + AT_ONCE));
                database.execute(c -> audit.append(c, orphans.alert(c, target, some)));
              }
            });
  }
}

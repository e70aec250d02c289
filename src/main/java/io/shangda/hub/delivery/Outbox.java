package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.store.Database;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * The outbox put together: one object per thing it does, sharing one promotion.
 *
 * @param planner puts versions in
 * @param relay says which targets have something due
 * @param claims takes a batch under a lease
 * @param outcomes stores what became of it
 * @param deadLetters what a person does with refusals
 * @param targets what a person does to a target
 * @param repair sends again what a target does not have although it accepted it
 */
public record Outbox(
    Planner planner,
    Relay relay,
    Claims claims,
    Outcomes outcomes,
    DeadLetters deadLetters,
    TargetControl targets,
    Repair repair) {

  /**
   * Puts it together for one node.
   *
   * @param epochs restores from backups, as they stood when the node was started
   * @param node name of this node, as operators see it on a lease
   */
  public static Outbox create(
      Database database,
      CurrentConfig config,
      AuditLog audit,
      Clock clock,
      Epochs epochs,
      String node) {
    return create(
        database, config, audit, clock, epochs, node, new Backoff(RandomGenerator.getDefault()));
  }

  /** The same with waits that a test repeats exactly. */
  static Outbox create(
      Database database,
      CurrentConfig config,
      AuditLog audit,
      Clock clock,
      Epochs epochs,
      String node,
      Backoff backoff) {
    database.whenClockIsSet(ClockSet::mend);
    Promotion promotion = new Promotion(database, config, clock);
    return new Outbox(
        new Planner(database, config, clock),
        new Relay(database, config, promotion, audit),
        new Claims(database, config, promotion, audit, new Loading(database, epochs), node),
        new Outcomes(database, audit, promotion, new TargetHealth(), backoff, node),
        new DeadLetters(database, config, promotion, audit),
        new TargetControl(database, audit),
        new Repair(database, config, audit));
  }
}

package io.shangda.hub.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.delivery.Plan;
import io.shangda.hub.delivery.Planner;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.TargetId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans a held version for its targets, as intake would have done had nothing held it. */
final class HoldRelease {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SourcePlans plans;
  private final Planner planner;
  private final AuditLog audit;
  private final Clock clock;

  HoldRelease(SourcePlans plans, Planner planner, AuditLog audit, Clock clock) {
    this.plans = plans;
    this.planner = planner;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Null if it was done, otherwise why not; the caller resolves the findings.
   *
   * @param event what the audit log calls it
   */
  @Nullable String plan(Connection connection, HeldVersion held, Actor actor, String event)
      throws SQLException {
    SourcePlan source = plans.today(new SourceId(held.source()));
    TypePlan type = source == null ? null : type(source, held.type());
    if (source == null || type == null || held.payload() == null) {
      return "its source, its type or its content is no longer there";
    }
    List<Finding> findings = new ArrayList<>();
    LocalDate today = LocalDate.ofInstant(clock.instant(), source.source().zone());
    Map<TargetId, byte[]> targets =
        new Judge(source, today).targets(type, tree(held.payload()), findings);
    for (Finding finding : findings) {
      if (isNew(finding, held)) {
        return "under today's configuration a target's own form of it breaks %s at '%s'; reprocess the record first"
            .formatted(finding.rule(), finding.field());
      }
    }
    held.move(connection, "planned", "planned");
    audit.append(
        connection, List.of(held.event(event, actor, deliveries(connection, held, targets))));
    return null;
  }

  /** What the person has not seen, he has not released. */
  private static boolean isNew(Finding finding, HeldVersion held) {
    return switch (finding.severity()) {
      case REJECT -> true;
      case HOLD -> held.open().stream().noneMatch(open -> open.is(finding));
      case WARN -> false;
    };
  }

  private Map<String, String> deliveries(
      Connection connection, HeldVersion held, Map<TargetId, byte[]> targets) throws SQLException {
    Plan plan =
        new Plan(
            held.record(),
            held.version(),
            new RecordType(held.type()),
            false,
            true,
            held.parent(),
            held.run(),
            targets,
            false);
    Map<String, String> states = new LinkedHashMap<>();
    planner
        .plan(connection, List.of(plan))
        .states()
        .get(0)
        .forEach((target, state) -> states.put(target, String.valueOf(state)));
    return states;
  }

  private static @Nullable TypePlan type(SourcePlan source, String type) {
    return source.types().stream()
        .filter(t -> t.type().type().value().equals(type))
        .findFirst()
        .orElse(null);
  }

  static ObjectNode tree(String payload) {
    try {
      return (ObjectNode) JSON.readTree(payload);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored payload is no JSON", e);
    }
  }
}

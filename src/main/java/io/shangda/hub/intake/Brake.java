package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.config.SourceConfig.Absence;
import io.shangda.hub.config.SourceConfig.SourceType;
import io.shangda.hub.intake.AbsenceRows.Due;
import io.shangda.hub.intake.AbsenceRows.Standing;
import io.shangda.hub.record.Actor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which withdrawals go without a person. If more would go than a type allows, none of the
 * source's does, until a person has let them go or kept them, or all of them are listed again.
 */
final class Brake {
  private static final Logger LOG = LoggerFactory.getLogger(Brake.class);

  private final Connection connection;
  private final SourceConfig source;

  Brake(Connection connection, SourceConfig source) {
    this.connection = connection;
    this.source = source;
  }

  /** Lets go what may; gives what is to be written to the audit log. */
  List<AuditLog.Event> decide() throws SQLException {
    String id = source.id().value();
    Standing before = AbsenceRows.lock(connection, id);
    List<Due> due = AbsenceRows.due(connection, id);
    if (due.isEmpty()) {
      return stand(before, Standing.FREE, null, 0);
    }
    if (before == Standing.BRAKE) {
      return List.of();
    }
    Set<Long> asking = asking(due);
    List<Due> going = due.stream().filter(d -> !asking.contains(d.record())).toList();
    String over = over(going);
    if (over != null) {
      return stand(before, Standing.BRAKE, over, due.size());
    }
    AbsenceRows.release(
        connection, going.stream().map(Due::record).toList(), Actor.HUB.name(), null);
    return asking.isEmpty()
        ? stand(before, Standing.FREE, null, 0)
        : stand(before, Standing.ASKS, ASKS, asking.size());
  }

  private static final String ASKS =
      "their children are still listed, or a list had nothing of what was there before";

  /** What is left after a person has decided; a brake stays while something stands there. */
  List<AuditLog.Event> after(Standing before) throws SQLException {
    boolean none = AbsenceRows.due(connection, source.id().value()).isEmpty();
    return none ? stand(before, Standing.FREE, null, 0) : List.of();
  }

  /** Those that never go without a person. */
  private Set<Long> asking(List<Due> due) throws SQLException {
    Set<Long> asking =
        due.stream().filter(Due::doubtful).map(Due::record).collect(Collectors.toSet());
    asking.addAll(
        AbsenceRows.listedChildren(
                connection,
                source.id().value(),
                childTypes(source),
                due.stream().map(Due::record).toList())
            .keySet());
    return asking;
  }

  static List<String> childTypes(SourceConfig source) {
    return source.listed().stream()
        .filter(type -> type.parent() != null)
        .map(type -> type.type().value())
        .toList();
  }

  /** Why they are too many; null if they are not. */
  private @Nullable String over(List<Due> going) throws SQLException {
    Map<String, Long> byType =
        going.stream().collect(Collectors.groupingBy(Due::type, Collectors.counting()));
    String id = source.id().value();
    for (SourceType type : source.types()) {
      Absence absence = type.absence();
      long would = byType.getOrDefault(type.type().value(), 0L);
      if (absence == null || would == 0) {
        continue;
      }
      long gone = AbsenceRows.goneToday(connection, id, type.type().value());
      long known = AbsenceRows.known(connection, id, type.type().value()) + gone;
      if (would + gone > absence.count() || would + gone > absence.share() * known) {
        return "%d of %d records of type '%s' would be withdrawn%s; without a person at most %d%% and %d go in 24 hours"
            .formatted(
                would,
                known,
                type.type(),
                gone == 0 ? "" : " after " + gone + " in the last 24 hours",
                Math.round(absence.share() * 100),
                absence.count());
      }
    }
    return null;
  }

  private List<AuditLog.Event> stand(
      Standing before, Standing now, @Nullable String why, int records) throws SQLException {
    if (before == now) {
      return List.of();
    }
    String id = source.id().value();
    AbsenceRows.stand(connection, id, now, why);
    if (now != Standing.FREE) {
      LOG.warn(
          "Source '{}': {} withdrawals wait for a person: {}. Look at GET sources/{}/absences, then release or keep them.",
          id,
          records,
          why,
          id);
    }
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("records", records);
    if (why != null) {
      detail.put("why", why);
    }
    List<AuditLog.Event> events = new ArrayList<>();
    events.add(
        new AuditLog.Event(
            now == Standing.FREE ? "withdrawals-free" : "withdrawals-stopped",
            null,
            id,
            "",
            Actor.HUB,
            detail));
    return events;
  }
}

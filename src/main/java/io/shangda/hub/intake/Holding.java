package io.shangda.hub.intake;

import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Severity;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A version passes a hold if a person has released every one of its findings before: same rule,
 * field and value.
 */
final class Holding {
  private record Mark(String rule, String field, String valueHash) {}

  private Holding() {}

  static void pass(Connection connection, List<Taken> taken) throws SQLException {
    List<Long> held =
        taken.stream()
            .filter(t -> t.state() == Taken.State.HELD && t.before != null)
            .map(t -> t.id)
            .toList();
    if (held.isEmpty()) {
      return;
    }
    Map<Long, Set<Mark>> released = released(connection, held);
    for (Taken one : taken) {
      Set<Mark> known = released.getOrDefault(one.id, Set.of());
      if (one.state() == Taken.State.HELD
          && one.judged.findings().stream()
              .filter(f -> f.severity() == Severity.HOLD)
              .allMatch(f -> known.contains(mark(f)))) {
        one.released();
      }
    }
  }

  /** By record, what was let through and not refused since: the last decision on a mark counts. */
  private static Map<Long, Set<Mark>> released(Connection connection, List<Long> records)
      throws SQLException {
    Map<Long, Set<Mark>> released = new HashMap<>();
    Sql.list(
        connection,
        "select record, rule, field, value_hash, resolution from finding"
            + " where record = any(?) and resolution in ('released', 'cleared', 'refused')"
            + " order by version, id",
        row -> {
          Set<Mark> marks =
              released.computeIfAbsent(row.getLong("record"), record -> new HashSet<>());
          Mark mark =
              new Mark(row.getString("rule"), row.getString("field"), row.getString("value_hash"));
          return row.getString("resolution").equals("refused")
              ? marks.remove(mark)
              : marks.add(mark);
        },
        records);
    return released;
  }

  private static Mark mark(Finding finding) {
    return new Mark(finding.rule(), finding.field(), finding.valueHash().text());
  }
}

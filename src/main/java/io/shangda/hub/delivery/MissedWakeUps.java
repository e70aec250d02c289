package io.shangda.hub.delivery;

import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks for deliveries that wait although nothing stands in their way any more. It walks over what
 * waits, {@value #AT_ONCE} at a time, because at a large backlog nearly all of it waits rightly: to
 * ask for all at once what nothing stands in the way of costs the more, the longer the backlog is.
 */
final class MissedWakeUps {
  private static final int AT_ONCE = 5000;

  private record Waiting(long delivery, long record, TargetId target, @Nullable Long parent) {}

  private long reached = Long.MIN_VALUE;

  /** Of the next that wait, records that could go, by target; each in the order of its id. */
  Map<TargetId, List<Long>> next(Connection connection) throws SQLException {
    List<Waiting> waiting =
        Sql.list(
            connection,
            "select delivery, record, target, parent from delivery_wait where delivery > ?"
                + " order by delivery limit ?",
            row ->
                new Waiting(
                    row.getLong("delivery"),
                    row.getLong("record"),
                    new TargetId(row.getString("target")),
                    Sql.number(row, "parent")),
            reached,
            AT_ONCE);
    boolean atEnd = waiting.size() < AT_ONCE;
    reached = atEnd ? Long.MIN_VALUE : waiting.get(waiting.size() - 1).delivery();
    Map<TargetId, Set<Long>> free = new TreeMap<>(java.util.Comparator.comparing(TargetId::value));
    Standings standings = Standings.read(connection, involved(waiting));
    for (Waiting one : waiting) {
      boolean batched = standings.of(one.record(), one.target()).batched();
      Long parent = one.parent();
      if (!batched && (parent == null || standings.of(parent, one.target()).accepted() != null)) {
        free.computeIfAbsent(one.target(), target -> new TreeSet<>()).add(one.record());
      }
    }
    return free.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
  }

  private static Set<Long> involved(List<Waiting> waiting) {
    Set<Long> involved = new HashSet<>();
    for (Waiting one : waiting) {
      involved.add(one.record());
      if (one.parent() != null) {
        involved.add(one.parent());
      }
    }
    return involved;
  }
}

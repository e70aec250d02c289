package io.shangda.hub.intake;

import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a target has from a predecessor ({@link Baseline}), when a record is pulled first. */
final class FromPredecessor {
  /** What marks such a delivery; the content's hash follows, if the predecessor knew it. */
  static final String MARK = "baseline ";

  private FromPredecessor() {}

  /**
   * Of these new versions, those that a target has from a predecessor just so, by record.
   *
   * @param taken that are planned
   */
  static Map<Long, Set<TargetId>> alike(Connection connection, List<Taken> taken)
      throws SQLException {
    Map<Long, Taken> first = new HashMap<>();
    for (Taken one : taken) {
      if (one.before != null
          && one.before.version() == 0
          && one.state() == Taken.State.PLANNED
          && !one.record.deleted()) {
        first.put(one.id, one);
      }
    }
    Map<Long, Set<TargetId>> alike = new HashMap<>();
    if (!first.isEmpty()) {
      Sql.list(
          connection,
          "select record, target, message from delivery where record = any(?) and state = 'delivered'"
              + " and message like 'baseline %'",
          row -> {
            Taken one = first.get(row.getLong("record"));
            TargetId target = new TargetId(row.getString("target"));
            String hash = row.getString("message").substring(MARK.length());
            return one != null
                && hash.equals(one.judged.hash(target))
                && alike.computeIfAbsent(one.id, id -> new HashSet<>()).add(target);
          },
          first.keySet());
    }
    return alike;
  }
}

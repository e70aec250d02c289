package io.shangda.hub.delivery;

import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Children whose parent, or a parent of that, is under way and of a type that the target itself
 * slows down or holds, or did so within {@link TargetConfig#parentLimit()}: they wait because the
 * target wants it, and that is no alert. Their time begins anew.
 */
final class WaitsRightly {
  private static final int DEEPEST = 10;

  private static final String UP =
      """
      select r.id, r.parent, r.type,
        (select d.state from delivery d where d.record = r.id and d.target = ?
          order by d.version desc, d.id desc limit 1) as state
      from record r where r.id = any(?)
      """;

  private record Above(long id, @Nullable Long parent, String type, @Nullable String state) {
    boolean open() {
      return State.BATCHED.word().equals(state) || State.WAITING.word().equals(state);
    }
  }

  private WaitsRightly() {}

  /**
   * Takes them out.
   *
   * @param parents of the waiting deliveries; changed
   */
  static void spare(
      Connection connection, TargetConfig target, Instant since, Map<Long, Long> parents)
      throws SQLException {
    Set<String> types = commanded(connection, target, since);
    if (types.isEmpty() || parents.isEmpty()) {
      return;
    }
    Map<Long, Long> climbing = new HashMap<>(parents);
    Set<Long> spared = new HashSet<>();
    for (int i = 0; i < DEEPEST && !climbing.isEmpty(); i++) {
      Map<Long, Above> above = above(connection, target, climbing);
      Map<Long, Long> higher = new HashMap<>();
      climbing.forEach(
          (delivery, record) -> {
            Above one = above.get(record);
            if (one != null && one.open() && types.contains(one.type())) {
              spared.add(delivery);
            } else if (one != null && one.open() && one.parent() != null) {
              higher.put(delivery, one.parent());
            }
          });
      climbing = higher;
    }
    if (!spared.isEmpty()) {
      parents.keySet().removeAll(spared);
      Sql.update(
          connection,
          "update delivery_wait set since_at = current_timestamp where delivery = any(?)",
          List.copyOf(spared));
    }
  }

  private static Set<String> commanded(Connection connection, TargetConfig target, Instant since)
      throws SQLException {
    return new HashSet<>(
        Sql.list(
            connection,
            "select type from type_command where target = ? and (lifted_at is null or lifted_at > ?)",
            row -> row.getString("type"),
            target.id().value(),
            since));
  }

  private static Map<Long, Above> above(
      Connection connection, TargetConfig target, Map<Long, Long> climbing) throws SQLException {
    Map<Long, Above> above = new HashMap<>();
    Sql.list(
        connection,
        UP,
        row ->
            above.put(
                row.getLong("id"),
                new Above(
                    row.getLong("id"),
                    Sql.number(row, "parent"),
                    row.getString("type"),
                    row.getString("state"))),
        target.id().value(),
        new HashSet<>(climbing.values()));
    return above;
  }
}

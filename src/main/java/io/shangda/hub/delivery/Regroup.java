package io.shangda.hub.delivery;

import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Rows;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Gives back what must go again. One group keeps the batch, so that on the way nothing is
 * rewritten; every other group gets a batch of its own. What a limited claim left out stays in the
 * batch with what was not tried, as it was.
 */
final class Regroup {
  private final Database database;

  Regroup(Database database) {
    this.database = database;
  }

  /**
   * @param groups deliveries that share their fate; changed
   * @param leftOut deliveries of the batch that were not claimed
   */
  void write(
      Connection connection,
      Claimed claimed,
      Held held,
      Map<Verdicts.Again, List<Delivery>> groups,
      int leftOut)
      throws SQLException {
    Verdicts.Again notTried = Verdicts.notTried(claimed, held.failures());
    if (leftOut > 0) {
      groups.putIfAbsent(notTried, List.of());
    }
    if (groups.isEmpty()) {
      Sql.update(connection, "delete from batch where id = ?", claimed.batch());
      return;
    }
    Verdicts.Again kept = leftOut > 0 ? notTried : largest(groups);
    for (Map.Entry<Verdicts.Again, List<Delivery>> group : groups.entrySet()) {
      if (group.getKey().equals(kept)) {
        keep(connection, claimed, held, kept, group.getValue().size() + leftOut);
      } else {
        move(connection, claimed, held, group.getKey(), group.getValue());
      }
    }
  }

  private static Verdicts.Again largest(Map<Verdicts.Again, List<Delivery>> groups) {
    return groups.entrySet().stream()
        .max(Comparator.comparingInt(group -> group.getValue().size()))
        .orElseThrow()
        .getKey();
  }

  private static void keep(
      Connection connection, Claimed claimed, Held held, Verdicts.Again group, int records)
      throws SQLException {
    Sql.update(
        connection,
        """
        update batch set due_at = ?, attempt = ?, failures = ?, failed_at = ?, reached = ?, request = ?,
          sending = false, records = ?, unsettled = 0, last_error = coalesce(?, last_error)
        where id = ?
        """,
        held.now().plus(group.delay()),
        group.attempt(),
        group.failures(),
        group.why().isEmpty() ? held.failedAt() : held.now(),
        group.reached(),
        group.request(),
        records,
        group.why().isEmpty() ? null : ForeignText.storable(group.why(), 2000),
        claimed.batch());
  }

  private void move(
      Connection connection,
      Claimed claimed,
      Held held,
      Verdicts.Again group,
      List<Delivery> deliveries)
      throws SQLException {
    long batch = database.numbers().next();
    Rows rows =
        new Rows(
            "batch",
            "id",
            "target",
            "due_at",
            "attempt",
            "failures",
            "failed_at",
            "reached",
            "records",
            "request",
            "config",
            "last_error");
    rows.add(
        batch,
        claimed.target().id().value(),
        held.now().plus(group.delay()),
        group.attempt(),
        group.failures(),
        group.why().isEmpty() ? held.failedAt() : held.now(),
        group.reached(),
        deliveries.size(),
        group.request(),
        held.config(),
        ForeignText.storable(group.why(), 2000));
    database.bulk().insert(connection, rows);
    Sql.update(
        connection,
        "update delivery set batch = ? where id = any(?)",
        batch,
        deliveries.stream().map(Delivery::id).toList());
  }
}

package io.shangda.hub.retention;

import io.shangda.hub.config.Retention;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Removes finished deliveries; how many of each state they were stays with their run. Kept are: the
 * last that the target accepted of its record, from which the next operation and the target's own
 * key come; one whose verdict is still to come; and all of a record that at this target is under
 * way or dead, or that is held.
 */
final class FinishedDeliveries implements Walk {
  private static final int AT_ONCE = 5000;

  private static final String ENDED =
      """
      select d.id, d.run, d.target, d.state from delivery d
      where d.id > ? and d.id <= ? and d.settled_at < ? and d.verdict <> 'pending'
        and d.state in ('delivered', 'superseded', 'closed', 'withdrawn')
        and (d.state <> 'delivered' or exists (select 1 from delivery later
          where later.record = d.record and later.target = d.target and later.state = 'delivered'
            and (later.version > d.version or later.version = d.version and later.id > d.id)))
        and not exists (select 1 from delivery open
          where open.record = d.record and open.target = d.target
            and open.state in ('waiting', 'batched', 'dead'))
        and not exists (select 1 from finding f
          where f.record = d.record and f.severity = 'hold' and f.resolution in ('open', 'clearing'))
      """;

  private record Ended(long id, Place place) {}

  private record Place(long run, String target, String state) {}

  @Override
  public String part() {
    return "deliveries";
  }

  @Override
  public @Nullable Duration kept(Retention retention) {
    return retention.deliveries();
  }

  @Override
  public Slice slice(Connection connection, String after, Instant before) throws SQLException {
    long from = Keys.of(after);
    Long last = Keys.last(connection, "delivery", "id", from, AT_ONCE);
    if (last == null) {
      return Slice.END;
    }
    List<Ended> ended =
        Sql.list(
            connection,
            ENDED,
            row ->
                new Ended(
                    row.getLong("id"),
                    new Place(row.getLong("run"), row.getString("target"), row.getString("state"))),
            from,
            last,
            before);
    remove(connection, ended);
    return new Slice(last.toString(), ended.size());
  }

  private static void remove(Connection connection, List<Ended> ended) throws SQLException {
    if (ended.isEmpty()) {
      return;
    }
    Map<Place, Integer> counts = new HashMap<>();
    ended.forEach(one -> counts.merge(one.place(), 1, Integer::sum));
    for (Map.Entry<Place, Integer> count : counts.entrySet()) {
      Place place = count.getKey();
      Sql.update(
          connection,
          "insert into pruned_delivery (run, target, state, n) values (?, ?, ?, 0) on conflict do"
              + " nothing",
          place.run(),
          place.target(),
          place.state());
      Sql.update(
          connection,
          "update pruned_delivery set n = n + ? where run = ? and target = ? and state = ?",
          count.getValue(),
          place.run(),
          place.target(),
          place.state());
      // what the database counts down as the rows go: the ledger has them for good
      Sql.update(
          connection,
          "insert into tally_change (part, source, name, state, n)"
              + " select 'delivery', source, ?, ?, ? from pull_run where id = ?",
          place.target(),
          place.state(),
          count.getValue().longValue(),
          place.run());
    }
    Sql.update(
        connection,
        "delete from delivery where id = any(?)",
        ended.stream().map(Ended::id).toList());
  }
}

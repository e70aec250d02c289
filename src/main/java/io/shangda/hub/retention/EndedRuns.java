package io.shangda.hub.retention;

import io.shangda.hub.config.Retention;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rolls up the counts of ended runs by source, target and month, so that the ledger adds up as
 * before, and removes the runs. Kept are: a source's last run, and one of which anything is left: a
 * delivery, a held version, a rejection or something unreadable that nobody has mended.
 */
final class EndedRuns implements Walk {
  private static final int AT_ONCE = 1000;

  private static final String ENDED =
      """
      select r.id, r.source, r.started_at, r.pulled, r.unreadable, r.unchanged, r.rejected, r.planned
      from pull_run r
      where r.id > ? and r.id <= ? and r.state <> 'running' and r.ended_at < ? and r.held = 0
        and not exists (select 1 from pull_run_target t
          where t.run = r.id and t.planned <> (select coalesce(sum(p.n), 0) from pruned_delivery p
            where p.run = t.run and p.target = t.target))
        and not exists (select 1 from finding f
          where f.run = r.id and f.severity <> 'warn' and f.resolution in ('open', 'clearing'))
        and not exists (select 1 from source_state s where s.last_run = r.id)
      order by r.id for update
      """;

  /** Deliveries of the runs: what was planned, and what became of it. */
  private static final String SENT =
      """
      select r.source, r.started_at, t.target, 'planned' as part, t.planned as n
        from pull_run r join pull_run_target t on t.run = r.id where r.id = any(?)
      union all
      select r.source, r.started_at, p.target, p.state, p.n
        from pull_run r join pruned_delivery p on p.run = r.id where r.id = any(?)
      """;

  private record Place(String source, String target, LocalDate month, String part) {
    static final java.util.Comparator<Place> ORDER =
        java.util.Comparator.comparing(Place::source)
            .thenComparing(Place::target)
            .thenComparing(Place::month)
            .thenComparing(Place::part);
  }

  @Override
  public String part() {
    return "runs";
  }

  @Override
  public @Nullable Duration kept(Retention retention) {
    return retention.runs();
  }

  @Override
  public Slice slice(Connection connection, String after, Instant before) throws SQLException {
    long from = Keys.of(after);
    Long last = Keys.last(connection, "pull_run", "id", from, AT_ONCE);
    if (last == null) {
      return Slice.END;
    }
    // in one order, so that two nodes that add to the same rows never wait for each other
    Map<Place, Long> counts = new TreeMap<>(Place.ORDER);
    List<Long> runs =
        Sql.list(
            connection,
            ENDED,
            row -> {
              String source = row.getString("source");
              LocalDate month = month(Objects.requireNonNull(Sql.instant(row, "started_at")));
              for (String part :
                  List.of("pulled", "unreadable", "unchanged", "rejected", "planned")) {
                counts.merge(new Place(source, "", month, part), row.getLong(part), Long::sum);
              }
              return row.getLong("id");
            },
            from,
            last,
            before);
    if (!runs.isEmpty()) {
      sent(connection, runs, counts);
      rollUp(connection, counts);
      for (String table : List.of("pruned_delivery", "pull_run_target")) {
        Sql.update(connection, "delete from " + table + " where run = any(?)", runs);
      }
      Sql.update(connection, "delete from pull_run where id = any(?)", runs);
    }
    return new Slice(last.toString(), runs.size());
  }

  private static void sent(Connection connection, List<Long> runs, Map<Place, Long> counts)
      throws SQLException {
    Sql.list(
        connection,
        SENT,
        row -> {
          Place place =
              new Place(
                  row.getString("source"),
                  row.getString("target"),
                  month(Objects.requireNonNull(Sql.instant(row, "started_at"))),
                  row.getString("part"));
          return counts.merge(place, row.getLong("n"), Long::sum);
        },
        runs,
        runs);
  }

  private static void rollUp(Connection connection, Map<Place, Long> counts) throws SQLException {
    for (Map.Entry<Place, Long> count : counts.entrySet()) {
      Place place = count.getKey();
      if (count.getValue() == 0) {
        continue;
      }
      Object[] key = {place.source(), place.target(), place.month(), place.part()};
      Sql.update(
          connection,
          "insert into ledger_rollup (source, target, in_month, part, n) values (?, ?, ?, ?, 0)"
              + " on conflict do nothing",
          key);
      Sql.update(
          connection,
          "update ledger_rollup set n = n + ? where source = ? and target = ? and in_month = ? and part = ?",
          count.getValue(),
          key[0],
          key[1],
          key[2],
          key[3]);
    }
  }

  private static LocalDate month(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC).withDayOfMonth(1);
  }
}

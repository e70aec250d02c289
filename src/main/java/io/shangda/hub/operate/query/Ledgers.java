package io.shangda.hub.operate.query;

import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import io.shangda.hub.store.Tally;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ledger, all of it in one snapshot: from the counts that the database keeps as rows
 * change (see {@link Tally}), or, for proof, from the rows themselves.
 */
@ApplicationScoped
public class Ledgers {
  private static final String KEPT =
      """
      select part, source, case when part = 'run' then '' else name end as target, state,
          sum(case when part <> 'run' or state = 'pulled' then n else 0 end) as n,
          sum(case when part = 'run' and state = 'unreadable' then n else 0 end) as unreadable,
          sum(case when part = 'run' and state = 'unchanged' then n else 0 end) as unchanged,
          sum(case when part = 'run' and state = 'rejected' then n else 0 end) as rejected,
          sum(case when part = 'run' and state = 'held' then n else 0 end) as held,
          sum(case when part = 'run' and state = 'planned' then n else 0 end) as planned
        from %s k where part <> 'version' group by part, source, name, state
        order by 1, 2, 3
      """
          .formatted(Tally.COUNTS);

  private static final String QUERY =
      """
      select 'run' as part, source, '' as target, '' as state, sum(pulled) as n,
          sum(unreadable) as unreadable, sum(unchanged) as unchanged,
          sum(rejected) as rejected, sum(held) as held, sum(planned) as planned
        from pull_run %1$s group by source
      union all
      select 'plan', r.source, t.target, '', sum(t.planned), 0, 0, 0, 0, 0
        from pull_run_target t join pull_run r on r.id = t.run %2$s group by r.source, t.target
      union all
      select 'delivery', r.source, d.target, d.state, count(*), 0, 0, 0, 0, 0
        from delivery d join pull_run r on r.id = d.run %2$s group by r.source, d.target, d.state
      union all
      select 'delivery', r.source, p.target, p.state, sum(p.n), 0, 0, 0, 0, 0
        from pruned_delivery p join pull_run r on r.id = p.run %2$s group by r.source, p.target, p.state
      """;

  /** What of the ended runs is no longer there, see the retention package. */
  private static final String ROLLED_UP =
      """
      union all
      select 'run', source, '', '', sum(case part when 'pulled' then n else 0 end),
          sum(case part when 'unreadable' then n else 0 end),
          sum(case part when 'unchanged' then n else 0 end),
          sum(case part when 'rejected' then n else 0 end), 0,
          sum(case part when 'planned' then n else 0 end)
        from ledger_rollup where target = '' group by source
      union all
      select case part when 'planned' then 'plan' else 'delivery' end, source, target, part, sum(n),
          0, 0, 0, 0, 0
        from ledger_rollup where target <> '' group by source, target, part
      """;

  private static final String ROWS = QUERY.formatted("", "") + ROLLED_UP + "order by 1, 2, 3";
  private static final String ONE_RUN = QUERY.formatted("where id = ?", "where r.id = ?");

  private final Database database;

  public Ledgers(Database database) {
    this.database = database;
  }

  private record Line(Ledger.@Nullable SourceLine source, Ledger.@Nullable FlowLine flow) {}

  /** From the counts that are kept: as quick with a hundred million records as with ten. */
  public Ledger whole() {
    return ledger(database.snapshot(c -> Sql.list(c, KEPT, Ledgers::line)));
  }

  /** From all rows of runs and deliveries, one by one: takes the longer, the more there are. */
  public Ledger recounted() {
    return ledger(database.snapshot(c -> Sql.list(c, ROWS, Ledgers::line)));
  }

  /** The ledger of one run; empty if there is no such run. */
  public Optional<Ledger> ofRun(long run) {
    List<Line> lines =
        database.snapshot(c -> Sql.list(c, ONE_RUN, Ledgers::line, run, run, run, run));
    return lines.isEmpty() ? Optional.empty() : Optional.of(ledger(lines));
  }

  private static Ledger ledger(List<Line> lines) {
    List<Ledger.SourceLine> sources = new ArrayList<>();
    List<Ledger.FlowLine> flows = new ArrayList<>();
    for (Line line : lines) {
      if (line.source() != null) {
        sources.add(line.source());
      }
      if (line.flow() != null) {
        flows.add(line.flow());
      }
    }
    return Ledger.of(bySource(sources), flows);
  }

  /** What is there and what was rolled up are one line. */
  private static List<Ledger.SourceLine> bySource(List<Ledger.SourceLine> lines) {
    Map<String, Ledger.SourceLine> sources = new TreeMap<>();
    for (Ledger.SourceLine line : lines) {
      sources.merge(
          line.source(),
          line,
          (a, b) -> new Ledger.SourceLine(a.source(), a.taken().plus(b.taken())));
    }
    return List.copyOf(sources.values());
  }

  private static Line line(ResultSet row) throws SQLException {
    String source = row.getString("source");
    long n = row.getLong("n");
    if (row.getString("part").equals("run")) {
      Taken taken =
          new Taken(
              n,
              row.getLong("unreadable"),
              row.getLong("unchanged"),
              row.getLong("rejected"),
              row.getLong("held"),
              row.getLong("planned"));
      return new Line(new Ledger.SourceLine(source, taken), null);
    }
    Sent sent =
        row.getString("part").equals("plan") ? Sent.planned(n) : Sent.of(row.getString("state"), n);
    return new Line(null, new Ledger.FlowLine(source, row.getString("target"), sent));
  }
}

package io.shangda.hub.operate.query;

import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import io.shangda.hub.store.Tally;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the configured sources stand: three thousand of them in one query. */
@ApplicationScoped
public class SourceStatuses {
  private static final String QUERY =
      """
      select current_timestamp as now_at, s.source, s.paused, s.pause_reason, s.failures, s.last_error, s.last_error_at, s.due_at, s.last_end_at,
          s.last_good_at, s.last_run, s.node,
          coalesce(r.pulled, 0) as pulled, coalesce(r.unreadable, 0) as unreadable,
          coalesce(r.unchanged, 0) as unchanged, coalesce(r.rejected, 0) as rejected,
          coalesce(r.held, 0) as held, coalesce(r.planned, 0) as planned,
          coalesce(a.state, 'free') as withdrawals,
          (select count(*) from absence m where m.source = s.source and m.state <> 'withdrawn')
            as missing
        from source_state s
        left join (select source, %s from %s k
            where part = 'run' group by source) r on r.source = s.source
        left join absence_state a on a.source = s.source
      """
          .formatted(counters(), Tally.COUNTS);

  private static String counters() {
    return Stream.of("pulled", "unreadable", "unchanged", "rejected", "held", "planned")
        .map(name -> "sum(case state when '%1$s' then n else 0 end) as %1$s".formatted(name))
        .collect(Collectors.joining(", "));
  }

  private final Database database;
  private final CurrentConfig config;

  public SourceStatuses(Database database, CurrentConfig config) {
    this.database = database;
    this.config = config;
  }

  /** What the database knows of a source, by its own clock: leases and ends are by no other. */
  private record Row(
      Instant now,
      String id,
      boolean paused,
      @Nullable String pauseReason,
      int failures,
      @Nullable String lastError,
      @Nullable Instant lastErrorAt,
      @Nullable Instant dueAt,
      @Nullable Instant lastEndAt,
      @Nullable Instant lastGoodAt,
      @Nullable Long lastRun,
      @Nullable String node,
      Taken taken,
      long missing,
      String withdrawals) {}

  public List<SourceStatus> all() {
    Map<String, Row> rows =
        database.read(c -> Sql.list(c, QUERY, SourceStatuses::row)).stream()
            .collect(Collectors.toMap(Row::id, Function.identity()));
    return config.get().sources().values().stream()
        .map(source -> status(source, rows.get(source.id().value())))
        .toList();
  }

  /** Empty if no source of this id is configured. */
  public Optional<SourceStatus> find(String id) {
    return config.get().sources().values().stream()
        .filter(source -> source.id().value().equals(id))
        .findFirst()
        .map(source -> status(source, row(id).orElse(null)));
  }

  private Optional<Row> row(String id) {
    return database
        .read(c -> Sql.list(c, QUERY + " where s.source = ?", SourceStatuses::row, id))
        .stream()
        .findFirst();
  }

  private static SourceStatus status(SourceConfig source, @Nullable Row known) {
    Row row = known == null ? neverPulled(source.id()) : known;
    Instant good = row.lastGoodAt();
    return new SourceStatus(
        row.id(),
        source.title(),
        source.region(),
        source.connector(),
        state(row),
        row.pauseReason(),
        row.failures(),
        row.lastError(),
        row.lastErrorAt(),
        pulling(row) ? null : row.dueAt(),
        row.lastEndAt(),
        good,
        good == null ? null : Math.max(0, Duration.between(good, row.now()).toSeconds()),
        row.lastRun(),
        row.taken(),
        row.missing(),
        row.withdrawals());
  }

  private static SourceStatus.State state(Row row) {
    if (row.paused()) {
      return SourceStatus.State.PAUSED;
    }
    if (pulling(row)) {
      return SourceStatus.State.PULLING;
    }
    return row.failures() > 0 ? SourceStatus.State.FAILING : SourceStatus.State.IDLE;
  }

  /** While a node has it, the due time is the end of that node's lease. */
  private static boolean pulling(Row row) {
    return row.node() != null && row.dueAt() != null && row.dueAt().isAfter(row.now());
  }

  private static Row neverPulled(SourceId id) {
    return new Row(
        Instant.EPOCH,
        id.value(),
        false,
        null,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Taken.NONE,
        0,
        "free");
  }

  private static Row row(ResultSet row) throws SQLException {
    long lastRun = row.getLong("last_run");
    boolean hadRun = !row.wasNull();
    return new Row(
        Objects.requireNonNull(Sql.instant(row, "now_at")),
        row.getString("source"),
        row.getBoolean("paused"),
        row.getString("pause_reason"),
        row.getInt("failures"),
        row.getString("last_error"),
        Sql.instant(row, "last_error_at"),
        Sql.instant(row, "due_at"),
        Sql.instant(row, "last_end_at"),
        Sql.instant(row, "last_good_at"),
        hadRun ? lastRun : null,
        row.getString("node"),
        new Taken(
            row.getLong("pulled"),
            row.getLong("unreadable"),
            row.getLong("unchanged"),
            row.getLong("rejected"),
            row.getLong("held"),
            row.getLong("planned")),
        row.getLong("missing"),
        row.getString("withdrawals"));
  }
}

package io.shangda.hub.operate.query;

import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.delivery.TypeCommand;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import io.shangda.hub.store.Tally;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the configured targets stand. */
@ApplicationScoped
public class TargetStatuses {
  private static final String COUNTS =
      """
      select name as target, state, sum(n) as n from %s k
        where part in ('plan', 'delivery') group by name, state
      union all
      select target, 'due', count(*) from batch where due_at <= current_timestamp group by target
      """
          .formatted(Tally.COUNTS);

  private final Database database;
  private final CurrentConfig config;

  public TargetStatuses(Database database, CurrentConfig config) {
    this.database = database;
    this.config = config;
  }

  /**
   * What was waited for and has come is not told: a time of an hour ago looks like trouble of now.
   */
  private static final String STATES =
      """
      select target, paused, pause_reason, breaker, faults, accepted_at, last_error, last_error_at,
        case when breaker_until > current_timestamp then breaker_until end as breaker_until,
        case when wait_until > current_timestamp then wait_until end as wait_until,
        breaker = 'closed' and not paused and accepted_at > last_error_at as over
      from target_state
      """;

  private record Row(
      String id,
      boolean paused,
      @Nullable String pauseReason,
      String breaker,
      @Nullable Instant breakerUntil,
      @Nullable Instant waitUntil,
      int faults,
      @Nullable Instant acceptedAt,
      @Nullable String lastError,
      @Nullable Instant lastErrorAt,
      boolean over) {}

  private record Count(String target, String state, long n) {}

  public List<TargetStatus> all() {
    Map<String, Row> rows =
        database.read(c -> Sql.list(c, STATES, TargetStatuses::row)).stream()
            .collect(Collectors.toMap(Row::id, Function.identity()));
    Map<String, Sent> sent = new HashMap<>();
    Map<String, Long> due = new HashMap<>();
    for (Count count : database.read(c -> Sql.list(c, COUNTS, TargetStatuses::count))) {
      switch (count.state()) {
        case "due" -> due.put(count.target(), count.n());
        case "" -> sent.merge(count.target(), Sent.planned(count.n()), Sent::plus);
        default -> sent.merge(count.target(), Sent.of(count.state(), count.n()), Sent::plus);
      }
    }
    Map<String, List<TargetStatus.Asked>> asked = asked();
    return config.get().targets().values().stream()
        .map(
            target ->
                status(target, rows, sent, due, asked.getOrDefault(target.id().value(), List.of())))
        .toList();
  }

  private Map<String, List<TargetStatus.Asked>> asked() {
    List<TypeCommand> commands = database.read(TypeCommand::all);
    if (commands.isEmpty()) {
      return Map.of();
    }
    Map<String, Long> aside = new HashMap<>();
    database.read(
        c ->
            Sql.list(
                c,
                "select target, type, count(*) as n from batch_aside group by target, type",
                row ->
                    aside.put(
                        row.getString("target") + " " + row.getString("type"), row.getLong("n"))));
    return commands.stream()
        .collect(
            Collectors.groupingBy(
                command -> command.target().value(),
                Collectors.mapping(
                    command ->
                        asked(
                            command,
                            aside.getOrDefault(command.target() + " " + command.type(), 0L)),
                    Collectors.toList())));
  }

  private static TargetStatus.Asked asked(TypeCommand command, long aside) {
    return new TargetStatus.Asked(
        command.type().value(),
        command.text(),
        command.rate(),
        command.rateUntil(),
        command.held(),
        command.heldUntil(),
        command.why(),
        command.sinceAt(),
        aside);
  }

  /** Empty if no target of this id is configured. */
  public Optional<TargetStatus> find(String id) {
    return all().stream().filter(target -> target.id().equals(id)).findFirst();
  }

  private static TargetStatus status(
      TargetConfig target,
      Map<String, Row> rows,
      Map<String, Sent> sent,
      Map<String, Long> due,
      List<TargetStatus.Asked> asked) {
    String id = target.id().value();
    Row row =
        rows.getOrDefault(
            id, new Row(id, false, null, "closed", null, null, 0, null, null, null, false));
    return new TargetStatus(
        id,
        target.title(),
        target.connector(),
        row.paused(),
        row.pauseReason(),
        row.breaker(),
        row.breakerUntil(),
        row.waitUntil(),
        row.faults(),
        row.acceptedAt(),
        row.over() ? null : row.lastError(),
        row.over() ? null : row.lastErrorAt(),
        row.over() ? row.lastErrorAt() + ": " + row.lastError() : null,
        due.getOrDefault(id, 0L),
        sent.getOrDefault(id, Sent.NONE),
        asked);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getString("target"),
        row.getBoolean("paused"),
        row.getString("pause_reason"),
        row.getString("breaker"),
        Sql.instant(row, "breaker_until"),
        Sql.instant(row, "wait_until"),
        row.getInt("faults"),
        Sql.instant(row, "accepted_at"),
        row.getString("last_error"),
        Sql.instant(row, "last_error_at"),
        row.getBoolean("over"));
  }

  private static Count count(ResultSet row) throws SQLException {
    return new Count(row.getString("target"), row.getString("state"), row.getLong("n"));
  }
}

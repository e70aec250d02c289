package io.shangda.hub.intake;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.intake.AbsenceRows.Due;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Shows what a source no longer lists, and exactly what would go if a person let it. */
public final class AbsenceList {
  private static final String ITEMS =
      """
      select a.*, r.source_key, r.search from absence a join record r on r.id = a.record
      where a.source = ? and a.state = any(?) and a.record > ? order by a.record limit ?
      """;

  private AbsenceList() {}

  /**
   * How the withdrawals of a source stand.
   *
   * @param state free; asks: some wait for a person; brake: all do
   * @param why they wait; null if none does
   * @param since when
   * @param due records whose grace is over and that wait
   * @param missing records that are missing and whose grace is not over
   * @param token to be given with a release or a refusal; empty if nothing waits
   * @param lastCompleteAt when a run has read the whole list; null: none did
   * @param doesNotCount why the last run's list does not count; null if it does
   * @param next give it as {@code after} to get what follows; null at the end
   */
  public record Preview(
      String source,
      String state,
      @Nullable String why,
      @Nullable Instant since,
      long due,
      long missing,
      String token,
      @Nullable Instant lastCompleteAt,
      @Nullable String doesNotCount,
      List<Item> items,
      @Nullable Long next) {}

  /**
   * A record that is missing.
   *
   * @param title by which a person may know it: its search values
   * @param state missing (its grace is not over), due, released, withdrawn
   * @param snapshots complete lists in a row that lack it
   * @param children of it that are still listed
   * @param doubtful true if one of these lists had nothing of what was there before
   * @param targets that have it now
   * @param run that withdrew it
   */
  public record Item(
      long record,
      String type,
      String key,
      String title,
      String state,
      int snapshots,
      @Nullable Instant since,
      int children,
      boolean doubtful,
      List<String> targets,
      @Nullable Long run,
      @Nullable Instant withdrawnAt) {}

  private record State(
      String state,
      @Nullable String why,
      @Nullable Instant since,
      @Nullable Instant complete,
      @Nullable String partial) {
    static final State FREE = new State("free", null, null, null, null);
  }

  static Preview read(
      Connection connection, SourceConfig source, String state, @Nullable Long after, int limit)
      throws SQLException {
    String id = source.id().value();
    List<Due> due = AbsenceRows.due(connection, id);
    List<Item> items =
        Sql.list(
            connection,
            ITEMS,
            AbsenceList::item,
            id,
            List.of(
                state.equals("missing") ? new String[] {"missing", "due"} : new String[] {state}),
            after == null ? 0L : after,
            limit + 1);
    boolean more = items.size() > limit;
    List<Item> shown = more ? items.subList(0, limit) : items;
    State now = state(connection, id);
    return new Preview(
        id,
        now.state(),
        now.why(),
        now.since(),
        due.size(),
        missing(connection, id),
        due.isEmpty() ? "" : Absences.token(new SourceId(id), due),
        now.complete(),
        now.partial(),
        completed(connection, source, shown),
        more ? Long.valueOf(shown.get(shown.size() - 1).record()) : null);
  }

  private static long missing(Connection connection, String source) throws SQLException {
    Long missing =
        Sql.first(
            connection,
            "select count(*) from absence where source = ? and state = 'missing'",
            row -> row.getLong(1),
            source);
    return missing == null ? 0 : missing;
  }

  private static State state(Connection connection, String source) throws SQLException {
    State state =
        Sql.first(
            connection,
            "select * from absence_state where source = ?",
            row ->
                new State(
                    row.getString("state"),
                    row.getString("why"),
                    Sql.instant(row, "since_at"),
                    Sql.instant(row, "complete_at"),
                    row.getString("partial")),
            source);
    return state == null ? State.FREE : state;
  }

  private static Item item(ResultSet row) throws SQLException {
    return new Item(
        row.getLong("record"),
        row.getString("type"),
        row.getString("source_key"),
        row.getString("search").replace("\n", " · "),
        row.getString("state"),
        row.getInt("snapshots"),
        Sql.instant(row, "since_at"),
        0,
        row.getBoolean("doubtful"),
        List.of(),
        Sql.number(row, "run"),
        Sql.instant(row, "withdrawn_at"));
  }

  private static List<Item> completed(Connection connection, SourceConfig source, List<Item> items)
      throws SQLException {
    List<Long> records = items.stream().map(Item::record).toList();
    Map<Long, Integer> children =
        AbsenceRows.listedChildren(
            connection, source.id().value(), Brake.childTypes(source), records);
    Map<Long, Map<String, String>> accepted = accepted(connection, records);
    List<Item> complete = new ArrayList<>();
    for (Item item : items) {
      List<String> targets =
          accepted.getOrDefault(item.record(), Map.of()).entrySet().stream()
              .filter(target -> !target.getValue().equals("withdraw"))
              .map(Map.Entry::getKey)
              .toList();
      complete.add(
          new Item(
              item.record(),
              item.type(),
              item.key(),
              item.title(),
              item.state(),
              item.snapshots(),
              item.since(),
              children.getOrDefault(item.record(), 0),
              item.doubtful(),
              targets,
              item.run(),
              item.withdrawnAt()));
    }
    return complete;
  }

  /** What each target accepted last, by record. */
  private static Map<Long, Map<String, String>> accepted(Connection connection, List<Long> records)
      throws SQLException {
    Map<Long, Map<String, String>> accepted = new LinkedHashMap<>();
    if (!records.isEmpty()) {
      Sql.list(
          connection,
          """
          select record, target, operation from delivery
          where record = any(?) and state = 'delivered' order by record, version, id
          """,
          row ->
              accepted
                      .computeIfAbsent(row.getLong("record"), r -> new TreeMap<>())
                      .put(row.getString("target"), row.getString("operation"))
                  == null,
          records);
    }
    return accepted;
  }
}

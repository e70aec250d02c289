package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that a target refused for good (Dead Letter Channel): replayed or closed by a person.
 */
public class DeadLetters {

  /**
   * Which dead letters; a null component does not restrict.
   *
   * @param message text that the target's message contains
   */
  public record Filter(
      @Nullable Long delivery,
      @Nullable Long record,
      @Nullable String target,
      @Nullable String source,
      @Nullable String type,
      @Nullable String message) {}

  /**
   * What an action did, or would do.
   *
   * @param found dead letters that fit the filter
   * @param changed of these, acted upon, or to be acted upon after a dry run
   * @param superseded of these, replaced because a newer version exists
   * @param examples the first ten, each {@code <source>/<type>/<key> version n at <target>:
   *     message}
   */
  public record Outcome(int found, int changed, int superseded, List<String> examples) {}

  private record Letter(
      long delivery,
      long record,
      int version,
      boolean newest,
      String target,
      boolean refused,
      int repair,
      int highestRepair,
      String text) {}

  private static final int AT_ONCE = 10_000;

  private final Database database;
  private final CurrentConfig config;
  private final Promotion promotion;
  private final AuditLog audit;

  DeadLetters(Database database, CurrentConfig config, Promotion promotion, AuditLog audit) {
    this.database = database;
    this.config = config;
    this.promotion = promotion;
    this.audit = audit;
  }

  /**
   * Sends again what fits; with {@code dryRun} only says what would happen. At most {@value
   * #AT_ONCE} at once.
   */
  public Outcome replay(Filter filter, boolean dryRun, Actor actor) {
    return act(filter, dryRun, actor, this::replay);
  }

  /** Gives up what fits, with the person's reason. At most {@value #AT_ONCE} at once. */
  public Outcome close(Filter filter, boolean dryRun, Actor actor) {
    return act(filter, dryRun, actor, this::close);
  }

  @FunctionalInterface
  private interface Change {
    int apply(Connection connection, List<Letter> letters, Actor actor) throws SQLException;
  }

  private Outcome act(Filter filter, boolean dryRun, Actor actor, Change change) {
    return database.inTransaction(
        connection -> {
          List<Letter> found = find(connection, filter);
          List<String> examples = found.stream().limit(10).map(Letter::text).toList();
          int old = (int) found.stream().filter(l -> !l.newest()).count();
          if (dryRun || found.isEmpty()) {
            return new Outcome(found.size(), found.size() - old, old, examples);
          }
          RecordLocks.take(connection, found.stream().map(Letter::record).toList());
          List<Letter> letters = find(connection, filter);
          DeadRows.remove(connection, letters.stream().map(Letter::delivery).toList());
          int superseded = change.apply(connection, letters, actor);
          return new Outcome(found.size(), found.size() - superseded, superseded, examples);
        });
  }

  private int replay(Connection connection, List<Letter> letters, Actor actor) throws SQLException {
    List<AuditLog.Event> events = new ArrayList<>();
    Map<String, Set<Long>> records = new LinkedHashMap<>();
    int superseded = 0;
    for (Letter letter : letters) {
      if (!letter.newest()) {
        settle(connection, letter, State.SUPERSEDED);
        events.add(event("superseded", letter, actor));
        superseded++;
        continue;
      }
      Sql.update(
          connection,
          "update delivery set state = 'waiting', batch = null, settled_at = null, refused = false,"
              + " target_key = case when refused then null else target_key end, repair = ? where id"
              + " = ?",
          letter.refused() ? letter.highestRepair() + 1 : letter.repair(),
          letter.delivery());
      Sql.update(
          connection,
          "insert into delivery_wait (delivery, record, version, target, parent)"
              + " select ?, id, ?, ?, parent from record where id = ?",
          letter.delivery(),
          letter.version(),
          letter.target(),
          letter.record());
      events.add(event("replayed", letter, actor));
      records.computeIfAbsent(letter.target(), t -> new TreeSet<>()).add(letter.record());
    }
    for (Map.Entry<String, Set<Long>> target : records.entrySet()) {
      TargetConfig known = config.get().targets().get(new TargetId(target.getKey()));
      if (known != null) {
        events.addAll(promotion.promote(connection, known, target.getValue()));
      }
    }
    audit.append(connection, events);
    return superseded;
  }

  private int close(Connection connection, List<Letter> letters, Actor actor) throws SQLException {
    List<AuditLog.Event> events = new ArrayList<>();
    for (Letter letter : letters) {
      settle(connection, letter, State.CLOSED);
      events.add(event("closed", letter, actor));
    }
    audit.append(connection, events);
    return 0;
  }

  private static void settle(Connection connection, Letter letter, State state)
      throws SQLException {
    Sql.update(
        connection,
        "update delivery set state = ?, settled_at = current_timestamp where id = ?",
        state.word(),
        letter.delivery());
  }

  private static AuditLog.Event event(String event, Letter letter, Actor actor) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("delivery", letter.delivery());
    detail.put("version", letter.version());
    return new AuditLog.Event(event, letter.record(), "", letter.target(), actor, detail);
  }

  private static List<Letter> find(Connection connection, Filter filter) throws SQLException {
    StringBuilder sql =
        new StringBuilder(
            """
            select d.id, d.record, d.version, d.target, d.refused, d.message, r.version as newest, d.repair,
              (select max(m.repair) from delivery m
                where m.record = d.record and m.version = d.version and m.target = d.target) as highest_repair,
              r.source, r.type, r.source_key
            from dead_letter x join delivery d on d.id = x.delivery join record r on r.id = x.record
            where true
            """);
    List<@Nullable Object> values = new ArrayList<>();
    and(sql, values, "x.delivery = ?", filter.delivery());
    and(sql, values, "x.record = ?", filter.record());
    and(sql, values, "x.target = ?", filter.target());
    and(sql, values, "x.source = ?", filter.source());
    and(sql, values, "x.type = ?", filter.type());
    and(sql, values, "position(? in x.message) > 0", filter.message());
    sql.append(" order by x.delivery limit ").append(AT_ONCE);
    return Sql.list(
        connection,
        sql.toString(),
        row ->
            new Letter(
                row.getLong("id"),
                row.getLong("record"),
                row.getInt("version"),
                row.getInt("version") == row.getInt("newest"),
                row.getString("target"),
                row.getBoolean("refused"),
                row.getInt("repair"),
                row.getInt("highest_repair"),
                "%s/%s/%s version %d at %s: %s"
                    .formatted(
                        row.getString("source"),
                        row.getString("type"),
                        row.getString("source_key"),
                        row.getInt("version"),
                        row.getString("target"),
                        row.getString("message"))),
        values.toArray());
  }

  private static void and(
      StringBuilder sql, List<@Nullable Object> values, String condition, @Nullable Object value) {
    if (value != null) {
      sql.append(" and ").append(condition);
      values.add(value);
    }
  }
}

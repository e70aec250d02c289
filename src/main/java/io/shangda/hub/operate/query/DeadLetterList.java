package io.shangda.hub.operate.query;

import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deliveries that targets refused for good. */
@ApplicationScoped
public class DeadLetterList {
  private final Database database;

  DeadLetterList(Database database) {
    this.database = database;
  }

  /** Which dead letters; a null component does not restrict. */
  public record Filter(
      @Nullable String target,
      @Nullable String source,
      @Nullable String type,
      @Nullable String message) {}

  /**
   * Dead letters that a target refused with the same words.
   *
   * @param refused true if the target refused; false if the hub gave up after its last attempt
   * @param message the target's own text
   */
  public record Group(
      String target,
      String source,
      String type,
      boolean refused,
      @Nullable String message,
      long count,
      @Nullable Instant newest) {}

  public record Item(
      long id,
      long record,
      String source,
      String type,
      String key,
      int version,
      String target,
      @Nullable String operation,
      boolean refused,
      @Nullable String message,
      @Nullable Instant settledAt) {}

  /** At most {@link Slice#MAX} groups, the largest first. */
  public List<Group> groups(Filter filter) {
    Conditions conditions = conditions(filter);
    String query =
        """
        select x.target, x.source, x.type, x.refused, x.message, count(*) as n,
          max(x.settled_at) as newest
        from dead_letter x%s
        group by x.target, x.source, x.type, x.refused, x.message
        order by count(*) desc, x.target, x.source, x.type limit ?
        """
            .formatted(conditions.where());
    return database.read(
        c -> Sql.list(c, query, DeadLetterList::group, conditions.values(Slice.MAX)));
  }

  public Slice<Item> list(Filter filter, @Nullable Long after, int limit) {
    Conditions conditions = conditions(filter).and("x.delivery > ?", after);
    String query =
        """
        select d.id, d.record, x.source, x.type, r.source_key, d.version, d.target, d.operation,
          d.refused, d.message, d.settled_at
        from (select * from dead_letter x%s order by x.delivery limit ?) x
        join delivery d on d.id = x.delivery join record r on r.id = x.record order by x.delivery
        """
            .formatted(conditions.where());
    return Slice.of(
        database.read(c -> Sql.list(c, query, DeadLetterList::item, conditions.values(limit + 1))),
        limit,
        Item::id);
  }

  private static Conditions conditions(Filter filter) {
    String message = filter.message();
    String part =
        message == null || message.isEmpty()
            ? null
            : "%" + message.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    return new Conditions()
        .and("x.target = ?", filter.target())
        .and("x.source = ?", filter.source())
        .and("x.type = ?", filter.type())
        .and("x.message like ? escape '!'", part);
  }

  private static Group group(ResultSet row) throws SQLException {
    return new Group(
        row.getString("target"),
        row.getString("source"),
        row.getString("type"),
        row.getBoolean("refused"),
        row.getString("message"),
        row.getLong("n"),
        Sql.instant(row, "newest"));
  }

  private static Item item(ResultSet row) throws SQLException {
    return new Item(
        row.getLong("id"),
        row.getLong("record"),
        row.getString("source"),
        row.getString("type"),
        row.getString("source_key"),
        row.getInt("version"),
        row.getString("target"),
        row.getString("operation"),
        row.getBoolean("refused"),
        row.getString("message"),
        Sql.instant(row, "settled_at"));
  }
}

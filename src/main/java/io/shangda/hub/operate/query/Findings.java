package io.shangda.hub.operate.query;

import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Open findings: why records are rejected or held, and what could not be read. */
@ApplicationScoped
public class Findings {
  private final Database database;

  Findings(Database database) {
    this.database = database;
  }

  /**
   * Which findings; a null component does not restrict.
   *
   * @param severity reject, hold, warn or unreadable
   */
  public record Filter(
      String severity,
      @Nullable String source,
      @Nullable String type,
      @Nullable String rule,
      @Nullable String field) {}

  /**
   * Open findings of one rule and field of one source and type.
   *
   * @param zh the text of one of them
   * @param en the text of one of them
   * @param newest the one found last
   */
  public record Group(
      String source,
      String type,
      String rule,
      String field,
      long findings,
      long records,
      String zh,
      String en,
      @Nullable Instant newest) {}

  /**
   * One open finding.
   *
   * @param record by whose id it is released, refused or traced; null for an unreadable
   * @param value masked
   * @param rawHash of the page or file it came in
   * @param rawPlace its name and where in it, such as {@code export.csv:17}
   */
  public record Item(
      long id,
      @Nullable Long record,
      @Nullable String key,
      int version,
      long run,
      String source,
      String type,
      String rule,
      String field,
      String value,
      String zh,
      String en,
      String rawHash,
      String rawPlace,
      @Nullable Instant createdAt) {}

  /**
   * At most {@link Slice#MAX} groups, the largest first. Of the sentences of a group its newest one
   * is shown, in both languages the same.
   */
  public List<Group> groups(Filter filter) {
    Conditions conditions = conditions(filter);
    String query =
        """
        select g.*, one.zh, one.en from (
            select source, type, rule, field, count(*) as findings,
              count(distinct record) as records, max(id) as latest, max(created_at) as newest
            from finding f%s group by source, type, rule, field
            order by count(*) desc, source, type, rule, field limit ?) g
          join finding one on one.id = g.latest
          order by g.findings desc, g.source, g.type, g.rule, g.field
        """
            .formatted(conditions.where());
    return database.read(c -> Sql.list(c, query, Findings::group, conditions.values(Slice.MAX)));
  }

  public Slice<Item> list(Filter filter, @Nullable Long after, int limit) {
    Conditions conditions = conditions(filter).and("f.id > ?", after);
    String query =
        "select f.*, r.source_key from finding f left join record r on r.id = f.record"
            + conditions.where()
            + " order by f.id limit ?";
    return Slice.of(
        database.read(c -> Sql.list(c, query, Findings::item, conditions.values(limit + 1))),
        limit,
        Item::id);
  }

  private static Conditions conditions(Filter filter) {
    return new Conditions()
        .and("f.severity = ?", filter.severity())
        .and("f.resolution in ('open', 'clearing')")
        .and("f.source = ?", filter.source())
        .and("f.type = ?", filter.type())
        .and("f.rule = ?", filter.rule())
        .and("f.field = ?", filter.field());
  }

  private static Group group(ResultSet row) throws SQLException {
    return new Group(
        row.getString("source"),
        row.getString("type"),
        row.getString("rule"),
        row.getString("field"),
        row.getLong("findings"),
        row.getLong("records"),
        row.getString("zh"),
        row.getString("en"),
        Sql.instant(row, "newest"));
  }

  private static Item item(ResultSet row) throws SQLException {
    long record = row.getLong("record");
    boolean hasRecord = !row.wasNull();
    return new Item(
        row.getLong("id"),
        hasRecord ? record : null,
        row.getString("source_key"),
        row.getInt("version"),
        row.getLong("run"),
        row.getString("source"),
        row.getString("type"),
        row.getString("rule"),
        row.getString("field"),
        row.getString("shown"),
        row.getString("zh"),
        row.getString("en"),
        row.getString("raw_hash"),
        Objects.requireNonNullElse(row.getString("shown_place"), row.getString("raw_place")),
        Sql.instant(row, "created_at"));
  }
}

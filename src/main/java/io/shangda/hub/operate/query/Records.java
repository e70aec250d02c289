package io.shangda.hub.operate.query;

import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds records by what a person has in hand. */
@ApplicationScoped
public class Records {
  private static final String SELECT =
      "select id, source, type, source_key, version, version_time, state, parent, search"
          + " from record";

  private static final String BY_PART =
      "select id from record where search <> '' and string_to_array(search, e'\\n') @> array[?]::text[]";

  /** How many values a record can have; see V4 for H2. */
  static final int COLUMNS = 6;

  private static final String BY_COLUMN =
      IntStream.rangeClosed(1, COLUMNS)
          .mapToObj(i -> "select id from record where search_" + i + " = ?")
          .collect(Collectors.joining(" union all "));

  private final Database database;
  private final CurrentConfig config;

  public Records(Database database, CurrentConfig config) {
    this.database = database;
    this.config = config;
  }

  /**
   * A record and its newest version's state.
   *
   * @param search the values by which it is found (case number, project code …)
   */
  public record Found(
      long id,
      String source,
      String type,
      String key,
      int version,
      @Nullable Instant versionTime,
      String state,
      @Nullable Long parent,
      List<String> search) {}

  /** What to look for; a null component does not restrict. */
  public record Filter(@Nullable String source, @Nullable String type, @Nullable String state) {}

  public Optional<Found> find(long id) {
    return database.read(c -> Sql.list(c, SELECT + " where id = ?", Records::found, id)).stream()
        .findFirst();
  }

  /**
   * Records whose source key, or one of whose search values, is {@code q}; if there is none, those
   * whose key or value begins with it. On PostgreSQL both are answered by indexes, so what it costs
   * grows with what is found; what stands behind the first 511 characters of a record's values is
   * not found by its beginning. H2 reads records until it has enough.
   */
  public Slice<Found> search(String q, Filter filter, @Nullable Long after, int limit) {
    if (q.isEmpty()) {
      return slice(restrict(filter).and("id > ?", after), limit);
    }
    List<Found> exact = exactly(q, filter, after, limit + 1);
    if (!exact.isEmpty()) {
      return Slice.of(exact, limit, Found::id);
    }
    return slice(
        Beginning.of(q, database.dialect()).addTo(restrict(filter).and("id > ?", after)), limit);
  }

  /** By key and by value, each once, in the order of their ids. */
  private List<Found> exactly(String q, Filter filter, @Nullable Long after, int limit) {
    TreeMap<Long, Found> found = new TreeMap<>();
    byKey(q, filter, after, limit).forEach(record -> found.put(record.id(), record));
    Conditions byValue = restrict(filter).and("id > ?", after);
    addValue(byValue, q);
    list(byValue, limit).forEach(record -> found.put(record.id(), record));
    return found.values().stream().limit(limit).toList();
  }

  /**
   * One of the lines of {@code search}, in the way each database has an index for. The ids are
   * found first, or a limit could make the planner walk through all records instead.
   */
  private void addValue(Conditions conditions, String value) {
    if (database.dialect() == Dialect.POSTGRESQL) {
      conditions.and("id = any(array(" + BY_PART + "))", value);
    } else {
      conditions.andAll("id in (" + BY_COLUMN + ")", Collections.nCopies(COLUMNS, value));
    }
  }

  /** By the index over source, type and key: every configured pair of the first two is tried. */
  private List<Found> byKey(String q, Filter filter, @Nullable Long after, int limit) {
    List<String> sources =
        config.get().sources().values().stream().map(s -> s.id().value()).toList();
    List<String> types =
        config.get().sources().values().stream()
            .flatMap(s -> s.types().stream())
            .map(SourceConfig.SourceType::type)
            .map(Object::toString)
            .distinct()
            .toList();
    Conditions conditions =
        restrict(filter)
            .and("id > ?", after)
            .and("source = any(?)", sources)
            .and("type = any(?)", types)
            .and("source_key = ?", q);
    return list(conditions, limit);
  }

  private static Conditions restrict(Filter filter) {
    return new Conditions()
        .and("source = ?", filter.source())
        .and("type = ?", filter.type())
        .and("state = ?", filter.state());
  }

  private Slice<Found> slice(Conditions conditions, int limit) {
    return Slice.of(list(conditions, limit + 1), limit, Found::id);
  }

  private List<Found> list(Conditions conditions, int limit) {
    return database.read(
        c ->
            Sql.list(
                c,
                SELECT + conditions.where() + " order by id limit ?",
                Records::found,
                conditions.values(limit)));
  }

  private static Found found(ResultSet row) throws SQLException {
    long parent = row.getLong("parent");
    boolean hasParent = !row.wasNull();
    return new Found(
        row.getLong("id"),
        row.getString("source"),
        row.getString("type"),
        row.getString("source_key"),
        row.getInt("version"),
        Sql.instant(row, "version_time"),
        row.getString("state"),
        hasParent ? parent : null,
        row.getString("search").lines().toList());
  }
}

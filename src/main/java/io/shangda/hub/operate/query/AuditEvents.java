package io.shangda.hub.operate.query;

import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads audit events. Those of a record, a person or a span of time are found by an index; by
 * source or target alone the newest are looked through.
 */
@ApplicationScoped
public class AuditEvents {
  private final Database database;

  AuditEvents(Database database) {
    this.database = database;
  }

  /**
   * One event.
   *
   * @param leaf that commits to it
   * @param person who did it; null if it was the hub by itself
   * @param content the canonical text, exactly as it was hashed
   */
  public record Event(
      long id,
      long leaf,
      @Nullable Instant at,
      @Nullable Long record,
      String event,
      String source,
      String target,
      @Nullable String person,
      String content) {}

  /**
   * Which events; a null component does not restrict.
   *
   * @param from at or after
   * @param to before
   */
  public record Filter(
      @Nullable Long record,
      @Nullable String source,
      @Nullable String target,
      @Nullable String person,
      @Nullable String event,
      @Nullable Instant from,
      @Nullable Instant to) {}

  /**
   * The newest first.
   *
   * @param after the id behind which the list goes on, to older ones
   */
  public Slice<Event> list(Filter filter, @Nullable Long after, int limit) {
    Conditions conditions =
        new Conditions()
            .and("record = ?", filter.record())
            .and("person = ?", filter.person())
            .and("source = ?", filter.source())
            .and("target = ?", filter.target())
            .and("event = ?", filter.event())
            .and("at >= ?", filter.from())
            .and("at < ?", filter.to())
            .and("id < ?", after);
    List<Event> found =
        database.read(
            c ->
                Sql.list(
                    c,
                    "select * from audit_event" + conditions.where() + " order by id desc limit ?",
                    AuditEvents::event,
                    conditions.values(limit + 1)));
    return Slice.of(found, limit, Event::id);
  }

  private static Event event(ResultSet row) throws SQLException {
    return new Event(
        row.getLong("id"),
        row.getLong("leaf"),
        Sql.instant(row, "at"),
        Sql.number(row, "record"),
        row.getString("event"),
        row.getString("source"),
        row.getString("target"),
        row.getString("person"),
        row.getString("content"));
  }
}

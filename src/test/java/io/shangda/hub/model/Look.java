package io.shangda.hub.model;

import io.shangda.hub.record.SourceId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import io.shangda.hub.store.SteppedDatabase;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What stands in the database, as a person with a query would see it. */
final class Look implements AutoCloseable {
  private final Wire wire;
  private final Database database;

  Look(Wire wire) {
    this.wire = wire;
    this.database = SteppedDatabase.following(wire.source());
  }

  /** A record's row. */
  record Stored(
      long id, String name, int version, int versions, String state, String hash, long config) {}

  /** A delivery's row, and how many events tell its state. */
  record Sent(long id, String state, int events) {}

  /** A delivery that is not over, or dead. */
  record Open(long id, String name, long record, String target, String state, String operation) {}

  /**
   * What a target accepted last of a record.
   *
   * @param content number of its state; 0 for a withdrawal, or if it is no longer kept
   */
  record Accepted(long record, String name, String target, String operation, long content) {}

  Map<String, Stored> records() {
    Map<String, Stored> records = new TreeMap<>();
    list(
            """
            select r.id, r.source, r.type, r.source_key, r.version, r.versions, r.state, r.source_hash, r.config
            from record r
            """,
            row ->
                new Stored(
                    row.getLong("id"),
                    row.getString("source")
                        + " "
                        + row.getString("type")
                        + " "
                        + row.getString("source_key"),
                    row.getInt("version"),
                    row.getInt("versions"),
                    row.getString("state"),
                    String.valueOf(row.getString("source_hash")),
                    row.getLong("config")))
        .forEach(one -> records.put(one.name(), one));
    return records;
  }

  /** True if a run has made a version of a state, later than so many versions. */
  boolean made(String name, String hash, long content, int after, long run) {
    return number(
            """
            select count(*) from record r join record_version v on v.record = r.id
            where r.source || ' ' || r.type || ' ' || r.source_key = ?
              and (v.source_hash = ? or v.payload like ?) and v.version > ? and v.run = ?
            """,
            name,
            hash,
            "%\"content\":" + content + ",%",
            after,
            run)
        > 0;
  }

  List<Sent> sent(List<Long> deliveries) {
    return list(
        """
        select d.id, d.state, (select count(*) from audit_event e
          where e.record = d.record and e.target = d.target and e.event = d.state) as events
        from delivery d where d.id = any(?)
        """,
        row -> new Sent(row.getLong("id"), row.getString("state"), row.getInt("events")),
        deliveries);
  }

  List<Open> open() {
    return list(
        """
        select d.id, d.record, r.source, r.type, r.source_key, d.target, d.state, d.operation
        from delivery d join record r on r.id = d.record
        where d.state in ('waiting', 'batched', 'dead') order by d.id
        """,
        row ->
            new Open(
                row.getLong("id"),
                row.getString("source")
                    + " "
                    + row.getString("type")
                    + " "
                    + row.getString("source_key"),
                row.getLong("record"),
                row.getString("target"),
                row.getString("state"),
                String.valueOf(row.getString("operation"))));
  }

  List<Accepted> accepted() {
    Map<String, Accepted> last = new LinkedHashMap<>();
    list(
            """
            select d.record, r.source, r.type, r.source_key, d.target, d.operation, v.payload
            from delivery d join record r on r.id = d.record
            join record_version v on v.record = d.record and v.version = d.version
            where d.state = 'delivered' order by d.record, d.version, d.id
            """,
            row ->
                new Accepted(
                    row.getLong("record"),
                    row.getString("source")
                        + " "
                        + row.getString("type")
                        + " "
                        + row.getString("source_key"),
                    row.getString("target"),
                    row.getString("operation"),
                    Content.number(String.valueOf(row.getString("payload")))))
        .forEach(one -> last.put(one.target() + one.record(), one));
    return List.copyOf(last.values());
  }

  /** Token of each source's newest claim. */
  Map<SourceId, Long> claimed() {
    Map<SourceId, Long> claimed = new LinkedHashMap<>();
    list(
        "select source, token from source_state",
        row -> claimed.put(new SourceId(row.getString(1)), row.getLong(2)) == null);
    return claimed;
  }

  /** Token of each batch's newest claim. */
  Map<Long, Long> tokens() {
    Map<Long, Long> tokens = new LinkedHashMap<>();
    list("select id, token from batch", row -> tokens.put(row.getLong(1), row.getLong(2)) == null);
    return tokens;
  }

  List<String> texts(String sql, @Nullable Object... values) {
    return list(sql, row -> row.getString(1), values);
  }

  long number(String sql, @Nullable Object... values) {
    return list(sql, row -> row.getLong(1), values).get(0);
  }

  private <T> List<T> list(String sql, Sql.Reader<T> reader, @Nullable Object... values) {
    return database.read(c -> Sql.list(c, sql, reader, values));
  }

  Database database() {
    return database;
  }

  @Override
  public void close() throws SQLException {
    wire.close();
  }
}

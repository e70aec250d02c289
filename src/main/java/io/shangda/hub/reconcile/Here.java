package io.shangda.hub.reconcile;

import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a target should have: of each record what it accepted last, unless that was a withdrawal.
 */
final class Here {
  private static final int AT_ONCE = 5000;

  /**
   * A part is cut before it is joined: joined first, each part would read the whole from its start.
   */
  private static final String ACCEPTED =
      """
      select d.record, d.version, d.operation, d.target_key, d.payload, r.source, r.type, r.source_key,
        v.payload_hash, v.arrived_at
      from (select id, record, version, operation, target_key, payload from delivery
        where target = ? and state = 'delivered' and record > ? order by record, version, id limit ?) d
      join record r on r.id = d.record
      join record_version v on v.record = d.record and v.version = d.version
      order by d.record, d.version, d.id
      """;

  private final Database database;
  private final TargetConfig target;

  Here(Database database, TargetConfig target) {
    this.database = database;
    this.target = target;
  }

  private record Row(boolean withdrawn, @Nullable String targetKey, Held held) {}

  /**
   * Tells all of it, record by record.
   *
   * @param byTargetKey names them by the target's own key, where they have one
   */
  void each(boolean byTargetKey, Consumer<Held> told) {
    long after = -1;
    while (true) {
      long from = after;
      List<Row> rows =
          database.read(c -> Sql.list(c, ACCEPTED, this::row, target.id().value(), from, AT_ONCE));
      boolean last = rows.size() < AT_ONCE;
      after = tell(rows, last, byTargetKey, told, from);
      if (last) {
        return;
      }
    }
  }

  /** The last record of a part that is full may go on in the next; it is told with that. */
  private static long tell(
      List<Row> rows, boolean last, boolean byTargetKey, Consumer<Held> told, long from) {
    long after = from;
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      boolean newest = i + 1 == rows.size() ? last : !same(row, rows.get(i + 1));
      if (newest) {
        after = Objects.requireNonNull(row.held().record());
        if (!row.withdrawn()) {
          told.accept(byTargetKey ? named(row) : row.held());
        }
      }
    }
    if (after == from && !last) {
      throw new IllegalStateException(
          "A record was accepted more than " + AT_ONCE + " times; it cannot be compared");
    }
    return after;
  }

  private static boolean same(Row row, Row next) {
    return Objects.equals(row.held().record(), next.held().record());
  }

  private static Held named(Row row) {
    Held held = row.held();
    return row.targetKey() == null
        ? held
        : new Held(
            held.record(), held.type(), held.day(), row.targetKey(), held.version(), held.hash());
  }

  private Row row(ResultSet row) throws SQLException {
    byte[] own = row.getBytes("payload");
    Instant arrived = Sql.instant(row, "arrived_at");
    Held held =
        new Held(
            row.getLong("record"),
            row.getString("type"),
            day(target, arrived == null ? Instant.EPOCH : arrived),
            row.getString("source") + "/" + row.getString("source_key"),
            row.getInt("version"),
            own != null ? Hash.sha256(own).text() : hash(row));
    return new Row(
        row.getString("operation").equals("withdraw"), row.getString("target_key"), held);
  }

  /** Of a target's own payload that is no longer kept nobody knows the hash. */
  private @Nullable String hash(ResultSet row) throws SQLException {
    TargetConfig.TargetType type = target.types().get(new RecordType(row.getString("type")));
    return type != null && type.mapping() != null ? null : row.getString("payload_hash");
  }

  static String day(TargetConfig target, Instant arrived) {
    return LocalDate.ofInstant(arrived, target.zone()).toString();
  }

  /** Of these records, those of which something is open at the target, or was settled since. */
  Set<Long> moved(Collection<Long> records, Instant since) {
    Set<Long> moved = new HashSet<>();
    List<Long> all = new ArrayList<>(records);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<Long> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      moved.addAll(
          database.read(
              c ->
                  Sql.list(
                      c,
                      """
                      select distinct record from delivery where record = any(?) and target = ?
                        and (state in ('waiting', 'batched') or settled_at >= ?)
                      """,
                      row -> row.getLong(1),
                      some,
                      target.id().value(),
                      since)));
    }
    return moved;
  }

  /** The target's own keys of what is being sent. */
  List<String> keysUnderWay() {
    return database.read(
        c ->
            Sql.list(
                c,
                """
                select d.target_key from batch b join delivery d on d.batch = b.id
                where b.target = ? and d.state = 'batched' and d.target_key is not null
                """,
                row -> row.getString(1),
                target.id().value()));
  }

  /** The record a target tells of that should not be there: what it was withdrawn as, or null. */
  @Nullable Long withdrawn(Held there) {
    return database
        .read(
            c ->
                Sql.list(
                    c,
                    """
                    select r.id from record r where r.source_key = ? and r.type = ? and r.source = ?
                    """,
                    row -> row.getLong(1),
                    key(there.name()),
                    there.type(),
                    source(there.name())))
        .stream()
        .findFirst()
        .orElse(null);
  }

  private static String source(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  private static String key(String name) {
    return name.substring(name.indexOf('/') + 1);
  }
}

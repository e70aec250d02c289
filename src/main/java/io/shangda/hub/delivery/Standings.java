package io.shangda.hub.delivery;

import io.shangda.hub.record.Operation;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** How some records stand with the targets, read at once. */
final class Standings {
  private record Place(long record, String target) {}

  private final Map<Place, Standing> byPlace = new HashMap<>();

  private Standings() {}

  /**
   * Reads what is open, and what each target accepted last; the highest version tells, as P4 keeps
   * them in order.
   */
  static Standings read(Connection connection, Collection<Long> records) throws SQLException {
    Standings standings = new Standings();
    if (!records.isEmpty()) {
      Sql.list(
          connection,
          """
          select d.record, d.target, d.state, d.operation, d.target_key,
            case when d.state = 'waiting' then (select v.deleted from record_version v
              where v.record = d.record and v.version = d.version) else false end as deleted
          from delivery d
          where d.record = any(?) and (d.state in ('waiting', 'batched', 'delivered')
            or (d.state in ('dead', 'closed') and not d.refused and d.target_key is not null))
          order by d.record, d.version, d.id
          """,
          standings::add,
          records);
    }
    return standings;
  }

  Standing of(long record, TargetId target) {
    return byPlace.getOrDefault(new Place(record, target.value()), Standing.NONE);
  }

  private Boolean add(ResultSet row) throws SQLException {
    Place place = new Place(row.getLong("record"), row.getString("target"));
    Standing before = byPlace.getOrDefault(place, Standing.NONE);
    String own = row.getString("target_key");
    byPlace.put(
        place,
        switch (State.of(row.getString("state"))) {
          case WAITING ->
              new Standing(
                  true,
                  before.batched(),
                  row.getBoolean("deleted"),
                  before.accepted(),
                  own == null ? before.targetKey() : own); // replayed
          // the target may have it by this key
          case DEAD, CLOSED ->
              new Standing(
                  before.waiting(),
                  before.batched(),
                  before.leaving(),
                  before.accepted(),
                  before.targetKey() == null ? own : before.targetKey());
          case BATCHED ->
              new Standing(
                  before.waiting(),
                  true,
                  Operation.of(row.getString("operation")) == Operation.WITHDRAW,
                  before.accepted(),
                  before.targetKey());
          default ->
              new Standing(
                  before.waiting(),
                  before.batched(),
                  before.leaving(),
                  Operation.of(row.getString("operation")),
                  own);
        });
    return true;
  }
}

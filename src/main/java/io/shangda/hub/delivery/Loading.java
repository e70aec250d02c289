package io.shangda.hub.delivery;

import io.shangda.hub.push.Delivery;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.RecordKey;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Loads what a claimed batch sends: payload, and what its keys are made of. */
final class Loading {
  private static final String SQL =
      """
      select d.id, d.record, d.version, d.operation, d.target_key, d.repair,
        coalesce(d.payload, v.payload) as payload, v.source_hash, v.arrived_at,
        r.source, r.type, r.source_key
      from delivery d
      join record_version v on v.record = d.record and v.version = d.version
      join record r on r.id = d.record
      where d.batch = ? and d.state = 'batched'
      order by d.id
      """;

  private final Database database;
  private final Epochs epochs;

  Loading(Database database, Epochs epochs) {
    this.database = database;
    this.epochs = epochs;
  }

  List<Delivery> load(long batch, TargetId target) {
    return database.read(c -> Sql.list(c, SQL, row -> delivery(row, target), batch));
  }

  private Delivery delivery(ResultSet row, TargetId target) throws SQLException {
    RecordKey key =
        new RecordKey(
            new SourceId(row.getString("source")),
            new RecordType(row.getString("type")),
            row.getString("source_key"));
    int version = row.getInt("version");
    Operation operation = Operation.of(row.getString("operation"));
    Instant arrived = Sql.instant(row, "arrived_at");
    long id = row.getLong("id");
    return new Delivery(
        id,
        key,
        row.getLong("record"),
        version,
        operation,
        idempotencyKey(
            target,
            key,
            epochs.inKey(id) + version,
            row.getString("source_hash"),
            row.getInt("repair")),
        epochs.of(id) + "." + version,
        epochs.isForgotten(id),
        row.getString("target_key"),
        operation == Operation.WITHDRAW ? null : row.getBytes("payload"), // UTF-8 as it stands
        arrived == null ? Instant.EPOCH : arrived);
  }

  /**
   * Stable for a record version at a target until a person replays a refusal. A version number that
   * is given out a second time after a restore has another key.
   */
  private static Hash idempotencyKey(
      TargetId target, RecordKey key, String version, String versionHash, int repair) {
    return Hash.sha256(
        String.join(
            "\n",
            target.value(),
            key.source().value(),
            key.type().value(),
            key.key(),
            version,
            versionHash,
            Integer.toString(repair)));
  }
}

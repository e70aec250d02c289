package io.shangda.hub.audit.proof;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One record's whole proof: hashes of what was received and sent, what was made of it by which
 * mapping and configuration, every event with its way to a seal, the seals and the keys. It holds
 * no content.
 */
public final class Bundle {
  private static final String RECORD =
      "select id, source, type, source_key, version, state from record where id = ?";
  private static final String VERSIONS =
      """
      select v.version, v.state, v.deleted, v.version_time, v.arrived_at, v.source_hash, v.raw_hash,
        v.raw_place, w.place as raw_from, w.received_at, v.payload_hash, v.mapping, v.config,
        c.hash as config_hash
      from record_version v left join raw_content w on w.hash = v.raw_hash
      left join configuration c on c.version = v.config
      where v.record = ? order by v.version
      """;
  private static final String DELIVERIES =
      """
      select id, version, target, state, operation, target_key, receipt, message, settled_at
      from delivery where record = ? order by id
      """;

  private final Database database;

  public Bundle(Database database) {
    this.database = database;
  }

  /** Ids of the records that a key fits, or the record of this id. */
  public List<Long> find(String key) {
    Long id = key.matches("\\d{1,18}") ? Long.valueOf(key) : Long.valueOf(-1);
    return database.read(
        c ->
            Sql.list(
                c,
                "select id from record where source_key = ? or id = ? order by id",
                row -> row.getLong("id"),
                key,
                id));
  }

  public ObjectNode of(long record) {
    ObjectNode bundle = Lines.line().put("format", "shangda-bundle-1");
    database.execute(
        c -> {
          rows(c, RECORD, record, bundle.putArray("record"));
          rows(c, VERSIONS, record, bundle.putArray("versions"));
          rows(c, DELIVERIES, record, bundle.putArray("deliveries"));
          Set<Long> held = new EventProof(c).events(record, bundle.putArray("events"));
          ArrayNode seals = bundle.putArray("seals");
          for (long seal : held) {
            rows(
                c,
                "select seal, content, hash, signature from audit_seal where seal = ?",
                seal,
                seals);
          }
          ArrayNode keys = bundle.putArray("keys");
          for (KeyRow key : new DatabaseEvidence(database).keys()) {
            keys.addObject()
                .put("key", key.id())
                .put("algorithm", key.algorithm())
                .put("public", key.publicKey());
          }
        });
    return bundle;
  }

  private static void rows(Connection connection, String sql, long id, ArrayNode to)
      throws SQLException {
    Sql.list(connection, sql, Bundle::json, id).forEach(to::add);
  }

  private static ObjectNode json(ResultSet row) throws SQLException {
    ObjectNode json = Lines.line();
    ResultSetMetaData columns = row.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      json.put(columns.getColumnLabel(i).toLowerCase(Locale.ROOT), row.getString(i));
    }
    return json;
  }
}

package io.shangda.hub.audit.proof;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.audit.exchange.Exchange;
import io.shangda.hub.audit.exchange.ExchangeRows;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * One record's whole proof: what was received and sent and answered, byte by byte where it is still
 * kept, what was made of it by which mapping and configuration, every event with its way to a seal,
 * in the database or in an archive, the seals and the keys.
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

  /** The proof, content included. Whoever is given it can read all that a request carried. */
  public ObjectNode of(long record) {
    ObjectNode bundle = Lines.line().put("format", "shangda-bundle-2");
    database.execute(c -> fill(c, record, bundle));
    ArrayNode keys = bundle.putArray("keys");
    for (KeyRow key : new DatabaseEvidence(database).keys()) {
      keys.addObject()
          .put("key", key.id())
          .put("algorithm", key.algorithm())
          .put("public", key.publicKey());
    }
    return bundle;
  }

  private static void fill(Connection connection, long record, ObjectNode bundle)
      throws SQLException {
    List<Exchange> exchanges = ExchangeRows.of(connection, record);
    Wanted wanted = new Wanted(record, exchanges);
    rows(connection, RECORD, record, bundle.putArray("record"));
    rows(connection, VERSIONS, record, bundle.putArray("versions"));
    BundledContent.pages(connection, record, bundle.putArray("pages"));
    rows(connection, DELIVERIES, record, bundle.putArray("deliveries"));
    ArrayNode attempts = bundle.putArray("attempts");
    ArrayNode archives = bundle.putArray("archives");
    ArrayNode events = bundle.putArray("events");
    ArrayNode seals = bundle.putArray("seals");
    for (ObjectNode archive : BundledContent.archives(connection, record)) {
      archives.add(archive);
      archived(archive, wanted, events, seals);
    }
    for (long seal : new EventProof(connection).events(wanted, events)) {
      rows(
          connection,
          "select seal, content, hash, signature from audit_seal where seal = ?",
          seal,
          seals);
    }
    BundledContent.attempts(connection, record, exchanges, events, attempts);
  }

  /** A folder that is elsewhere today is named, so that it can be asked for. */
  private static void archived(
      ObjectNode archive, Wanted wanted, ArrayNode events, ArrayNode seals) {
    try {
      int held =
          new ArchivedProof(wanted).read(Path.of(archive.path("folder").asText()), events, seals);
      archive.put("read", true).put("events", held);
    } catch (IOException e) {
      archive.put("read", false).put("why", String.valueOf(e.getMessage()));
    }
  }

  private static void rows(Connection connection, String sql, long id, ArrayNode to)
      throws SQLException {
    Sql.list(connection, sql, Bundle::json, id).forEach(to::add);
  }

  static ObjectNode json(ResultSet row) throws SQLException {
    ObjectNode json = Lines.line();
    ResultSetMetaData columns = row.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String name = columns.getColumnLabel(i).toLowerCase(Locale.ROOT);
      if (columns.getColumnTypeName(i).toLowerCase(Locale.ROOT).startsWith("timestamp")) {
        Instant at = Sql.instant(row, columns.getColumnLabel(i));
        json.put(name, at == null ? null : at.toString());
      } else {
        json.put(name, row.getString(i));
      }
    }
    return json;
  }
}

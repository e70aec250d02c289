package io.shangda.hub.audit.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.audit.exchange.Exchange;
import io.shangda.hub.audit.exchange.ExchangeRows;
import io.shangda.hub.audit.exchange.Packing;
import io.shangda.hub.audit.exchange.Part;
import io.shangda.hub.record.Hash;
import io.shangda.hub.store.Sql;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The bytes of a bundle: pages as received, and each attempt with its request and answer. */
final class BundledContent {
  private static final String PAGES =
      """
      select distinct w.hash, w.media_type, w.place, w.received_at, w.length, w.redacted_at, w.emptied_at
      from record_version v join raw_content w on w.hash = v.raw_hash where v.record = ?
      """;
  private static final String KEPT = "kept";

  private BundledContent() {}

  static void pages(Connection connection, long record, ArrayNode to) throws SQLException {
    for (ObjectNode page : Sql.list(connection, PAGES, Bundle::json, record)) {
      to.add(page);
      byte[] body =
          Sql.first(
              connection,
              "select body from raw_content where hash = ? and length > 0 and emptied_at is null",
              row -> row.getBytes("body"),
              page.path("hash").asText());
      if (body != null) {
        try {
          bytes(page, "content", Packing.inflate(body));
        } catch (IOException e) {
          page.put("content", "damaged");
        }
      }
      page.put(KEPT, body != null);
    }
  }

  /**
   * @param events the bundle's, which hold the hashes
   */
  static void attempts(
      Connection connection, long record, List<Exchange> exchanges, ArrayNode events, ArrayNode to)
      throws SQLException {
    Map<String, JsonNode> sealed = sealed(events);
    for (Exchange exchange : exchanges) {
      Map<Long, byte[]> payloads = ExchangeRows.payloads(connection, exchange.parts());
      for (Map.Entry<Integer, List<Long>> carried : exchange.records().entrySet()) {
        if (carried.getValue().contains(record)) {
          int number = carried.getKey();
          ObjectNode attempt =
              to.addObject()
                  .put("target", exchange.target())
                  .put("batch", exchange.batch())
                  .put("attempt", exchange.attempt())
                  .put("exchange", exchange.id())
                  .put("requestNumber", number)
                  .put("records", carried.getValue().size())
                  .put("node", exchange.node())
                  .put("storedAt", exchange.at().toString());
          JsonNode event = sealed.get(exchange.id() + " " + number);
          Part part = exchange.part(number).orElse(null);
          told(attempt, event, part);
          content(attempt, exchange, part, payloads);
        }
      }
    }
  }

  /** Events that hold a request's hashes, by exchange and number. */
  private static Map<String, JsonNode> sealed(ArrayNode events) {
    Map<String, JsonNode> sealed = new HashMap<>();
    for (JsonNode proof : events) {
      Lines.read(proof.path("text").asText())
          .filter(event -> event.has(Part.REQUEST_HASH) || event.has(Part.NO_ANSWER))
          .ifPresent(
              event -> {
                ((ObjectNode) event).put("seal", proof.path("seal").asLong());
                sealed.put(
                    event.path(Part.EXCHANGE).asLong() + " " + event.path(Part.NUMBER).asInt(),
                    event);
              });
    }
    return sealed;
  }

  /** What is sealed of it; what is only kept, where the event is out of reach. */
  private static void told(ObjectNode attempt, @Nullable JsonNode event, @Nullable Part part) {
    if (event != null) {
      for (String field :
          List.of(
              "to",
              "sent",
              "took-ms",
              "status",
              Part.NO_ANSWER,
              Part.REQUEST_HASH,
              Part.REPLY_HASH)) {
        if (event.has(field)) {
          attempt.set(field, event.get(field));
        }
      }
      attempt.put("event", event.path("id").asLong());
      attempt.put("seal", event.path("seal").asLong());
    } else if (part != null) {
      part.told().forEach(attempt::putPOJO);
    }
  }

  private static void content(
      ObjectNode attempt, Exchange exchange, @Nullable Part part, Map<Long, byte[]> payloads) {
    if (exchange.emptiedAt() != null) {
      attempt.put(KEPT, "emptied").put("emptiedAt", exchange.emptiedAt().toString());
    } else if (part == null || part.erased() && part.request() == null) {
      attempt.put(KEPT, "erased").put("erasedAt", String.valueOf(exchange.redactedAt()));
    } else {
      ObjectNode headers = attempt.putObject("headers");
      part.headers().forEach(headers::put);
      attempt.put("replyType", part.replyType());
      byte[] request = part.request() == null ? null : Exchange.body(part.request(), payloads);
      boolean fits = bytes(attempt, "request", Part.REQUEST_HASH, request);
      fits &= bytes(attempt, "reply", Part.REPLY_HASH, part.reply());
      boolean whole = part.request() == null || request != null;
      attempt.put(KEPT, !whole ? "emptied" : fits ? "whole" : "damaged");
    }
  }

  private static boolean bytes(
      ObjectNode attempt, String name, String hash, byte @Nullable [] bytes) {
    if (bytes == null) {
      return true;
    }
    bytes(attempt, name, bytes);
    return Hash.sha256(bytes).text().equals(attempt.path(hash).asText());
  }

  /** As text if it is UTF-8, else in Base64. */
  private static void bytes(ObjectNode to, String name, byte[] bytes) {
    ObjectNode node = to.putObject(name).put("length", bytes.length);
    try {
      node.put(
          "text", StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      node.put("base64", Base64.getEncoder().encodeToString(bytes));
    }
  }

  /** Where the events of these times lie that are no longer in the database. */
  static List<ObjectNode> archives(Connection connection, long record) throws SQLException {
    return Sql.list(
        connection,
        """
        select a.first_seal, a.last_seal, a.hash, a.file, a.file_hash, a.from_at, a.to_at
        from audit_archive a join audit_seal_leaf m on m.leaf = a.leaf
        where a.to_at >= (select min(v.arrived_at) from record_version v where v.record = ?)
        order by a.last_seal
        """,
        BundledContent::archive,
        record);
  }

  private static ObjectNode archive(ResultSet row) throws SQLException {
    return Lines.line()
        .put("firstSeal", row.getLong("first_seal"))
        .put("lastSeal", row.getLong("last_seal"))
        .put("hash", row.getString("hash"))
        .put("folder", row.getString("file"))
        .put("sumsHash", row.getString("file_hash"))
        .put("from", Objects.requireNonNull(Sql.instant(row, "from_at")).toString())
        .put("to", Objects.requireNonNull(Sql.instant(row, "to_at")).toString());
  }
}

package io.shangda.hub.audit.exchange;

import io.shangda.hub.store.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Exchanges in the database. */
public final class ExchangeRows {
  private static final String OF_RECORD =
      """
      select * from exchange where first_record <= ? and last_record >= ? and position(? in carried) > 0
      order by id
      """;
  private static final String TOLD =
      """
      select id, batch, attempt, target, at, carried, said from exchange
      where first_record <= ? and last_record >= ? and position(? in carried) > 0
      order by id desc limit ?
      """;
  private static final String PAYLOADS =
      """
      select d.id, coalesce(d.payload, v.payload) as payload from delivery d
      join record_version v on v.record = d.record and v.version = d.version
      where d.id = any(?)
      """;

  private ExchangeRows() {}

  /**
   * Keeps one.
   *
   * @param content its parts, packed
   * @param said {@link Words} of the other side; null if there are none
   */
  public static void insert(
      Connection connection, Exchange exchange, byte[] content, @Nullable String said)
      throws SQLException {
    List<Long> records = exchange.records().values().stream().flatMap(List::stream).toList();
    Sql.update(
        connection,
        """
        insert into exchange (id, leaf, batch, attempt, target, node, at, first_record, last_record,
          carried, content, said, redacted_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        exchange.id(),
        exchange.leaf(),
        exchange.batch(),
        exchange.attempt(),
        exchange.target(),
        exchange.node(),
        exchange.at(),
        records.stream().mapToLong(r -> r).min().orElse(0),
        records.stream().mapToLong(r -> r).max().orElse(0),
        carried(exchange.records()),
        content,
        said,
        exchange.redactedAt());
  }

  /**
   * One of them; null if there is none.
   *
   * @throws IOException if what is kept of it cannot be read
   */
  public static @Nullable Exchange read(Connection connection, long id)
      throws SQLException, IOException {
    Row row = Sql.first(connection, "select * from exchange where id = ?", ExchangeRows::row, id);
    if (row == null) {
      return null;
    }
    boolean emptied = row.without().emptiedAt() != null;
    return row.exchange(emptied ? List.of() : Packing.unpack(row.content()));
  }

  /** Those that carried a record, the oldest first; one that cannot be read has no parts. */
  public static List<Exchange> of(Connection connection, long record) throws SQLException {
    List<Exchange> all = new ArrayList<>();
    for (Row row : rows(connection, record)) {
      all.add(row.exchange(row.readable()));
    }
    return all;
  }

  /**
   * Erases the bytes of every request that carried a record, and of its answer; hashes stay in
   * their events.
   *
   * @return how many requests lost theirs
   */
  public static int erase(Connection connection, long record) throws SQLException {
    int erased = 0;
    for (Row row : rows(connection, record)) {
      List<Part> parts = new ArrayList<>();
      Exchange exchange = row.exchange(row.readable());
      for (Part part : exchange.parts()) {
        boolean carried =
            exchange.records().getOrDefault(part.number(), List.of()).contains(record);
        parts.add(carried ? part.erase() : part);
        erased += carried && !part.erased() ? 1 : 0;
      }
      Sql.update(
          connection,
          "update exchange set content = ?, said = ?, redacted_at = current_timestamp where id = ?",
          exchange.emptiedAt() == null ? Packing.pack(parts) : new byte[0],
          Words.without(row.said(), exchange, List.of(record)),
          exchange.id());
    }
    return erased;
  }

  /**
   * One attempt at a record, without what was sent.
   *
   * @param said words of the other side; null if it simply took the record, or they were kept as
   *     long as payloads are
   */
  public record Told(
      long id, long batch, int attempt, String target, Instant at, @Nullable String said) {}

  /**
   * The attempts that carried a record, the oldest first.
   *
   * @param most of them; the newest are kept
   */
  public static List<Told> told(Connection connection, long record, int most) throws SQLException {
    List<Told> told =
        Sql.list(
            connection,
            TOLD,
            row ->
                new Told(
                    row.getLong("id"),
                    row.getLong("batch"),
                    row.getInt("attempt"),
                    row.getString("target"),
                    Objects.requireNonNull(Sql.instant(row, "at")),
                    Words.of(row.getString("said"), records(row.getString("carried")), record)
                        .orElse(null)),
            record,
            record,
            "," + record + ",",
            most);
    Collections.reverse(told);
    return told;
  }

  /** Payloads of deliveries, as far as they are kept. */
  public static Map<Long, byte[]> payloads(Connection connection, Collection<Part> parts)
      throws SQLException {
    List<Long> deliveries =
        parts.stream()
            .map(part -> Objects.requireNonNullElse(part.request(), List.<Piece>of()))
            .flatMap(List::stream)
            .filter(Piece.Payload.class::isInstance)
            .map(piece -> ((Piece.Payload) piece).delivery())
            .toList();
    Map<Long, byte[]> payloads = new HashMap<>();
    if (!deliveries.isEmpty()) {
      Sql.list(
          connection,
          PAYLOADS,
          row -> {
            byte[] payload = row.getBytes("payload");
            if (payload != null) {
              payloads.put(row.getLong("id"), payload);
            }
            return payload != null;
          },
          deliveries);
    }
    return payloads;
  }

  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  private record Row(Exchange without, byte[] content, @Nullable String said) {

    Exchange exchange(List<Part> parts) {
      return new Exchange(
          without.id(),
          without.leaf(),
          without.batch(),
          without.attempt(),
          without.target(),
          without.node(),
          without.at(),
          without.records(),
          parts,
          without.redactedAt(),
          without.emptiedAt());
    }

    List<Part> readable() {
      try {
        return content.length == 0 ? List.of() : Packing.unpack(content);
      } catch (IOException e) {
        return List.of(); // damaged: the verifier tells
      }
    }
  }

  private static List<Row> rows(Connection connection, long record) throws SQLException {
    return Sql.list(connection, OF_RECORD, ExchangeRows::row, record, record, "," + record + ",");
  }

  private static Row row(ResultSet row) throws SQLException {
    Exchange exchange =
        new Exchange(
            row.getLong("id"),
            row.getLong("leaf"),
            row.getLong("batch"),
            row.getInt("attempt"),
            row.getString("target"),
            row.getString("node"),
            Objects.requireNonNull(Sql.instant(row, "at")),
            records(row.getString("carried")),
            List.of(),
            Sql.instant(row, "redacted_at"),
            Sql.instant(row, "emptied_at"));
    return new Row(exchange, row.getBytes("content"), row.getString("said"));
  }

  /** Behind every number a comma, so that a record is found as text. */
  private static String carried(SortedMap<Integer, List<Long>> records) {
    StringBuilder text = new StringBuilder();
    records.forEach(
        (number, ids) -> {
          text.append(number).append(',');
          ids.forEach(id -> text.append(id).append(','));
          text.append(';');
        });
    return text.toString();
  }

  private static SortedMap<Integer, List<Long>> records(String carried) {
    SortedMap<Integer, List<Long>> records = new TreeMap<>();
    for (String part : carried.split(";", 0)) {
      String[] numbers = part.split(",", 0);
      if (!part.isEmpty()) {
        records.put(
            Integer.parseInt(numbers[0]),
            Arrays.stream(numbers).skip(1).map(Long::valueOf).collect(Collectors.toList()));
      }
    }
    return records;
  }
}

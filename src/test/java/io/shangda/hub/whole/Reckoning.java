package io.shangda.hub.whole;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.record.Hash;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares three books that know nothing of each other: what the systems below handed out, what the
 * hub's database says became of it, and what the platforms above took. Read when everything has
 * come to rest.
 */
final class Reckoning {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final Set<String> FILES =
      Set.of("disclosure-drop", "disclosure-lines", "disclosure-table");

  /**
   * @param doubted hash of a time that the source gave and the hub would not go by, for it was
   *     ahead of the hub's clock
   */
  private record Known(String state, Instant versionTime, String doubted) {
    boolean isOf(String changed) {
      Instant time = LocalDateTime.parse(changed, TIME).atZone(ZONE).toInstant();
      return time.equals(versionTime) || Hash.sha256(changed).text().equals(doubted);
    }
  }

  private final Map<String, Known> records = new TreeMap<>();
  private final Set<String> delivered = new TreeSet<>();
  private final Map<String, Integer> states = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();

  private Reckoning() {}

  /**
   * @param database of the hub, which must have stopped
   */
  static Reckoning of(String database, JsonNode handedOut, JsonNode arrivals) throws SQLException {
    Reckoning reckoning = new Reckoning();
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      reckoning.readRecords(statement);
      reckoning.readDeliveries(statement);
    }
    reckoning.compareBelow(handedOut);
    reckoning.compareAbove(arrivals);
    return reckoning;
  }

  /** Every difference between the books, in words; empty if nothing was lost or doubled. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  /** Newest versions by state. */
  Map<String, Integer> states() {
    return Map.copyOf(states);
  }

  private void readRecords(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            """
            select r.source, r.type, r.source_key, r.state, r.version_time,
                   (select max(f.value_hash) from finding f where f.record = r.id
                      and f.version = r.version and f.rule = 'version-time') as doubted
              from record r where r.version > 0\
            """)) {
      while (rows.next()) {
        String source = FILES.contains(rows.getString(1)) ? "files" : rows.getString(1);
        Timestamp time = rows.getTimestamp(5);
        records.put(
            source + "/" + rows.getString(2) + "/" + rows.getString(3),
            new Known(
                rows.getString(4), time == null ? null : time.toInstant(), rows.getString(6)));
        states.merge(rows.getString(4), 1, Integer::sum);
      }
    }
  }

  private void readDeliveries(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            """
            select d.target, r.source, r.type, r.source_key, d.version, d.target_key, d.state,
                   (select count(*) from delivery o where o.record = d.record
                      and o.target = d.target and o.state = 'delivered'
                      and o.version = d.version) as times
              from delivery d join record r on r.id = d.record\
            """)) {
      while (rows.next()) {
        String target = rows.getString(1);
        String state = rows.getString(7);
        if (state.equals("batched")) {
          faults.add("still under way: " + target + " " + rows.getString(4));
        }
        if (state.equals("delivered")) {
          String record =
              target.equals("province-trading")
                  ? rows.getString(6)
                  : rows.getString(2) + "/" + rows.getString(3) + "/" + rows.getString(4);
          delivered.add(target + " " + record + " " + rows.getInt(5));
          if (rows.getInt(8) > 1) {
            faults.add("delivered twice by the hub's own book: " + target + " " + record);
          }
        }
      }
    }
  }

  private void compareBelow(JsonNode handedOut) {
    handedOut
        .properties()
        .forEach(
            source ->
                source
                    .getValue()
                    .at("/records")
                    .properties()
                    .forEach(
                        line -> compare(source.getKey() + "/" + line.getKey(), line.getValue())));
  }

  private void compare(String record, JsonNode line) {
    Known known = records.get(record);
    if (known == null) {
      faults.add("lost: handed out below, unknown to the hub: " + record + " " + line);
      return;
    }
    String changed = line.at("/changed").asText();
    if (!changed.isEmpty() && !known.isOf(changed)) {
      faults.add(
          "lost: the last state of " + record + " is of " + changed + ", the hub knows " + known);
    }
  }

  private void compareAbove(JsonNode arrivals) {
    Set<String> taken = new TreeSet<>();
    arrivals
        .properties()
        .forEach(
            target -> {
              for (String wrong :
                  List.of("doubled", "changed", "inverted", "orphaned", "exposed")) {
                if (target.getValue().at("/summary/" + wrong).asInt() > 0) {
                  wrong(target.getKey(), target.getValue().at("/records"), wrong);
                }
              }
              target
                  .getValue()
                  .at("/records")
                  .properties()
                  .forEach(line -> readTaken(target.getKey(), line, taken));
            });
    for (String one : delivered) {
      if (!taken.contains(one)) {
        faults.add("lost: delivered by the hub's book, unknown above: " + one);
      }
    }
    for (String one : taken) {
      if (!delivered.contains(one)) {
        faults.add("unknown to the hub: taken above, not delivered by its book: " + one);
      }
    }
  }

  private void wrong(String target, JsonNode records, String wrong) {
    records
        .properties()
        .forEach(
            line -> {
              if (line.getValue().at("/" + wrong).asInt() > 0) {
                faults.add(wrong + ": " + target + " " + line.getKey() + " " + line.getValue());
              }
            });
  }

  private static void readTaken(
      String target, Map.Entry<String, JsonNode> line, Set<String> taken) {
    for (JsonNode push : line.getValue().at("/pushes")) {
      if (push.at("/taken").asInt() > 0) {
        String version = push.at("/version").asText();
        taken.add(target + " " + line.getKey() + " " + version.substring(version.indexOf('.') + 1));
      }
    }
  }
}

package io.shangda.hub.fault;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Three books side by side: of the sources, of the hub and of the platform. */
final class Books {
  private final JsonNode world;
  private final Map<String, String> records = new HashMap<>();
  private final Map<String, String> newest = new HashMap<>();
  private final Map<String, String> messages = new HashMap<>();
  private final Map<String, Long> states = new TreeMap<>();
  private final Map<String, Long> taken = new TreeMap<>();
  private long batches;
  private long running;
  private long open;

  private Books(JsonNode world) {
    this.world = world;
  }

  static Books read(WorldProcess world, String database) throws SQLException {
    Books books = new Books(world.books());
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      books.read(statement);
      connection.rollback();
    }
    return books;
  }

  private void read(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery("select source, source_key, state from record where version > 0")) {
      while (rows.next()) {
        records.put(rows.getString(1) + "/" + rows.getString(2), rows.getString(3));
      }
    }
    try (ResultSet rows =
        statement.executeQuery(
            """
            select r.source, r.source_key, case when d.state = 'delivered' and d.operation = 'withdraw'
              then 'removed' else d.state end as state, d.version, d.target_key, d.message from delivery d join record r on r.id = d.record
            where not exists (select 1 from delivery n where n.record = d.record
              and n.target = d.target and n.version > d.version)
            order by d.id
            """)) {
      while (rows.next()) {
        String id = rows.getString(1) + "/" + rows.getString(2);
        newest.put(id, rows.getString(3));
        messages.put(id, rows.getString(4) + " " + rows.getString(5) + " " + rows.getString(6));
      }
    }
    try (ResultSet rows =
        statement.executeQuery("select state, count(*) from delivery group by state")) {
      while (rows.next()) {
        states.put(rows.getString(1), rows.getLong(2));
      }
    }
    try (ResultSet rows =
        statement.executeQuery(
            "select coalesce(sum(pulled), 0), coalesce(sum(unreadable), 0),"
                + " coalesce(sum(unchanged), 0), coalesce(sum(rejected), 0),"
                + " coalesce(sum(held), 0), coalesce(sum(planned), 0) from pull_run")) {
      rows.next();
      List<String> names =
          List.of("pulled", "unreadable", "unchanged", "rejected", "held", "planned");
      for (int i = 0; i < names.size(); i++) {
        taken.put(names.get(i), rows.getLong(i + 1));
      }
    }
    batches = number(statement, "select count(*) from batch");
    running = number(statement, "select count(*) from source_state where node is not null");
    open =
        number(
            statement,
            "select count(*) from delivery_wait w where w.parent is null or exists (select 1 from"
                + " delivery p where p.record = w.parent and p.target = w.target and p.state in"
                + " ('delivered', 'batched', 'waiting')"
                + " and (p.operation is null or p.operation <> 'withdraw')"
                // a child that came after its parent was withdrawn waits for the parent's return
                + " and not exists (select 1 from delivery g where g.record = p.record and g.target"
                + " = p.target and g.operation = 'withdraw' and g.state in ('delivered', 'batched')"
                + " and g.version > p.version))");
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** A count of the platform's. */
  long above(String count) {
    return world.at("/above/counts/" + count).asLong();
  }

  /** Deliveries of a state, by the hub's book. */
  long state(String state) {
    return states.getOrDefault(state, 0L);
  }

  /** Occurrences of a kind, by the hub's book. */
  long taken(String kind) {
    return taken.getOrDefault(kind, 0L);
  }

  long handedOut() {
    long sum = 0;
    for (JsonNode source : world.path("below")) {
      sum += source.path("handedOut").asLong();
    }
    return sum;
  }

  /** Everything below was handed out and nothing is under way in the hub. */
  boolean atRest() {
    for (JsonNode source : world.path("below")) {
      if (source.path("handedOut").asLong() < source.path("changes").asLong()) {
        return false;
      }
    }
    return batches == 0 && open == 0 && running == 0;
  }

  /** P1, by the hub's book. */
  boolean balanced() {
    long sum =
        taken("unreadable")
            + taken("unchanged")
            + taken("rejected")
            + taken("held")
            + taken("planned");
    long sent = states.values().stream().mapToLong(Long::longValue).sum();
    return taken("pulled") == sum && taken("planned") == sent;
  }

  /** Records that are not where they must be, in words. */
  List<String> lost() {
    List<String> lost = new ArrayList<>();
    world
        .path("below")
        .properties()
        .forEach(
            source ->
                source
                    .getValue()
                    .path("records")
                    .properties()
                    .forEach(one -> look(source.getKey(), one.getKey(), one.getValue(), lost)));
    return lost;
  }

  private void look(String source, String key, JsonNode last, List<String> lost) {
    String id = source + "/" + key;
    JsonNode above = world.path("above").path("records").path(id);
    String state = records.getOrDefault(id, "unknown");
    String delivery = newest.getOrDefault(id, "none");
    boolean deleted = last.path("deleted").asBoolean();
    boolean right =
        switch (NumberedSource.Kind.of(key)) {
          case FLAWED -> state.equals("rejected") && above.isMissingNode();
          case SPAM -> state.equals("held") && above.isMissingNode();
          case POISON -> delivery.equals("dead") && above.isMissingNode();
          case GOOD ->
              deleted
                  ? above.isMissingNode() ? delivery.equals("withdrawn") : isGone(above, delivery)
                  : isThere(above, last, delivery);
          case CHILD -> isThere(above, last, delivery) || waitsForever(source, last, delivery);
        };
    if (!right) {
      lost.add(
          "%s: below %s, hub %s/%s (%s), above %s"
              .formatted(id, last, state, delivery, messages.get(id), above));
    }
  }

  /** By the hub that says so, or by the one whose database was lost. */
  private static boolean isGone(JsonNode above, String delivery) {
    return above.path("withdrawn").asBoolean() && Set.of("removed", "withdrawn").contains(delivery);
  }

  private static boolean isThere(JsonNode above, JsonNode last, String delivery) {
    return delivery.equals("delivered")
        && !above.path("withdrawn").asBoolean(true)
        && above.path("revision").asInt() == last.path("revision").asInt();
  }

  /**
   * Its parent was withdrawn before it was ever sent (as far as a restored hub knows), so there is
   * nothing to hang it on.
   */
  private boolean waitsForever(String source, JsonNode last, String delivery) {
    String parent = source + "/" + last.path("parent").asText();
    return delivery.equals("waiting")
        && Set.of("withdrawn", "removed").contains(newest.getOrDefault(parent, ""));
  }
}

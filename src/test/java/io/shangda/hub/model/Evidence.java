package io.shangda.hub.model;

import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What events must tell (P6): where each version came from, and what became of each delivery. */
final class Evidence {
  private static final String VERSIONS =
      "select record, version, state from record_version order by record, version";
  private static final String DELIVERIES =
      """
      select record, target, state, max(repair) as repair, count(*) as n from delivery
      where state not in ('waiting', 'batched') group by record, target, state
      """;
  private static final Map<String, List<String>> TELL =
      Map.of(
          "delivered", List.of("delivered", "purged-while-sent"),
          "superseded", List.of("superseded"),
          "dead", List.of("dead"),
          "closed", List.of("closed"),
          "withdrawn", List.of("nothing-to-withdraw"));
  private static final Set<String> AGAIN = Set.of("resent", "replayed", "insert-turned-update");

  private final Database database;
  private final Map<Long, List<Event>> events = new HashMap<>();

  Evidence(Database database) {
    this.database = database;
  }

  private record Event(String event, String target, String content) {
    boolean tells(String name, Object value) {
      String text = "\"" + name + "\":" + value;
      return content.contains(text + ",") || content.contains(text + "}");
    }
  }

  /** What is not told; empty if everything is. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    database.read(
        c -> {
          Sql.list(
              c,
              "select record, event, target, content from audit_event where record is not null",
              row ->
                  events
                      .computeIfAbsent(row.getLong("record"), record -> new ArrayList<>())
                      .add(
                          new Event(
                              row.getString("event"),
                              row.getString("target"),
                              row.getString("content"))));
          Sql.list(c, VERSIONS, row -> missing.addAll(version(row)));
          return Sql.list(c, DELIVERIES, row -> missing.addAll(deliveries(row)));
        });
    return missing;
  }

  private List<Event> of(long record) {
    return events.getOrDefault(record, List.of());
  }

  private List<String> version(ResultSet row) throws SQLException {
    int version = row.getInt("version");
    boolean told = of(row.getLong("record")).stream().anyMatch(e -> e.tells("version", version));
    return told
        ? List.of()
        : List.of("no event tells of version " + version + " of record " + row.getLong("record"));
  }

  private List<String> deliveries(ResultSet row) throws SQLException {
    String state = row.getString("state");
    String target = row.getString("target");
    List<Event> all =
        of(row.getLong("record")).stream()
            .filter(e -> e.target().isEmpty() || e.target().equals(target))
            .toList();
    List<String> words = TELL.getOrDefault(state, List.of(state));
    long told =
        all.stream()
            .filter(e -> words.contains(e.event()) || e.tells("to " + target, "\"" + state + "\""))
            .count();
    boolean again = all.stream().anyMatch(e -> AGAIN.contains(e.event()));
    List<String> missing = new ArrayList<>();
    boolean allAtOnce = all.stream().anyMatch(e -> e.event().equals("purged"));
    if (told < row.getInt("n") && !(allAtOnce && state.equals("closed"))) {
      missing.add(
          "%d deliveries of record %d to %s are %s, and %d events tell so"
              .formatted(row.getInt("n"), row.getLong("record"), target, state, told));
    }
    if (row.getInt("repair") > 0 && !again) {
      missing.add("no event tells why record " + row.getLong("record") + " was sent again");
    }
    return missing;
  }
}

package io.shangda.hub.intake;

import io.shangda.hub.intake.Identified.Name;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of the records of a page before it is sorted.
 *
 * @param known the records and their parents
 * @param earlier state of all stored versions by their hash, of those records that the page shows
 *     in more than one state or in an older one
 */
record Stored(Map<Name, Known> known, Map<Long, Map<String, String>> earlier) {
  /** Nothing is stored of any record. */
  static final Stored NOTHING = new Stored(Map.of(), Map.of());

  @Nullable Known known(Name name) {
    return known.get(name);
  }

  /** State of the stored version that says the same; null if it was not looked for, or is none. */
  @Nullable String state(long record, String hash) {
    return earlier.getOrDefault(record, Map.of()).get(hash);
  }

  static Stored read(Connection connection, Map<Name, Known> known, Repeats repeats)
      throws SQLException {
    List<Long> doubtful = repeats.doubtful(known);
    Map<Long, Map<String, String>> earlier = new HashMap<>();
    if (!doubtful.isEmpty()) {
      Sql.list(
          connection,
          "select record, source_hash, state from record_version where record = any(?)",
          row ->
              earlier
                      .computeIfAbsent(row.getLong("record"), record -> new HashMap<>())
                      .put(row.getString("source_hash"), row.getString("state"))
                  == null,
          doubtful);
    }
    return new Stored(known, earlier);
  }
}

package io.shangda.hub.intake;

import io.shangda.hub.intake.Identified.Name;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of the records of a page before it is sorted.
 *
 * @param known the records and their parents
 * @param earlier stored versions by their hash, of those records whose state on the page may have
 *     been stored before
 * @param beside what the source's list shows beside the newest state
 */
record Stored(Map<Name, Known> known, Map<Long, Map<String, Version>> earlier, ShownBeside beside) {
  /** Nothing is stored of any record. */
  static final Stored NOTHING = new Stored(Map.of(), Map.of(), ShownBeside.NOTHING);

  /** A stored version: its state, and the run that took it in. */
  record Version(String state, long run) {}

  @Nullable Known known(Name name) {
    return known.get(name);
  }

  /** The stored version that says the same; null if it was not looked for, or there is none. */
  @Nullable Version version(long record, String hash) {
    return earlier.getOrDefault(record, Map.of()).get(hash);
  }

  static Stored read(Connection connection, Map<Name, Known> known, Repeats repeats)
      throws SQLException {
    return new Stored(
        known, earlier(connection, new HashSet<>(repeats.doubtful(known))), ShownBeside.NOTHING);
  }

  /** The same for a page of a list that may show a record on another page too. */
  static Stored readList(
      Connection connection, Map<Name, Known> known, Repeats repeats, PageWriting.Job job)
      throws SQLException {
    return new Stored(
        known,
        earlier(connection, new HashSet<>(repeats.changed(known))),
        ShownBeside.read(connection, job, known.values()));
  }

  private static Map<Long, Map<String, Version>> earlier(Connection connection, Set<Long> records)
      throws SQLException {
    Map<Long, Map<String, Version>> earlier = new HashMap<>();
    if (!records.isEmpty()) {
      Sql.list(
          connection,
          "select record, source_hash, state, run from record_version where record = any(?)"
              + " order by record, version",
          row ->
              earlier
                      .computeIfAbsent(row.getLong("record"), record -> new HashMap<>())
                      .put(
                          row.getString("source_hash"),
                          new Version(row.getString("state"), row.getLong("run")))
                  == null,
          records);
    }
    return earlier;
  }
}

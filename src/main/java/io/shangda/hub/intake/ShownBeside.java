package io.shangda.hub.intake;

import io.shangda.hub.source.RunStart;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A list that shows a key twice, in two states without an order in time, on two pages: the later of
 * them counts, with every run the same one. Both would be new with every run otherwise, and be sent
 * without end.
 *
 * <p>That a state stands beside the newest is supposed when both came with the same run, and holds
 * as long as the newest is shown again, too. Where it is not, the source has gone back to that
 * state: then the next run, which shows it again, takes it. So only lists that are read as a whole
 * are treated like this.
 */
final class ShownBeside {
  private static final String STATES =
      "select record, source_hash, run, newest_too from shown_beside where record = any(?)";

  /** Nothing is shown beside anything. */
  static final ShownBeside NOTHING = new ShownBeside(0, Map.of());

  private record State(long run, boolean newestToo) {}

  private final long run;
  private final Map<Long, Map<String, State>> stored;
  private final Map<Long, Set<String>> shown = new HashMap<>();
  private final Set<Long> newestShown = new HashSet<>();

  private ShownBeside(long run, Map<Long, Map<String, State>> stored) {
    this.run = run;
    this.stored = stored;
  }

  /** True if pages of this source can show a key beside another page of the same run. */
  static boolean isPossible(PageWriting.Job job) {
    return job.claim() != null && RunStart.isSnapshot(job.plan().source());
  }

  static ShownBeside read(Connection connection, PageWriting.Job job, Collection<Known> known)
      throws SQLException {
    List<Long> records = known.stream().filter(k -> k.version() > 0).map(Known::id).toList();
    Map<Long, Map<String, State>> states = new HashMap<>();
    if (!records.isEmpty()) {
      Sql.list(
          connection,
          STATES,
          row ->
              states
                  .computeIfAbsent(row.getLong("record"), record -> new HashMap<>())
                  .put(
                      row.getString("source_hash"),
                      new State(row.getLong("run"), row.getBoolean("newest_too"))),
          records);
    }
    return new ShownBeside(job.run(), states);
  }

  /**
   * True if a state that was stored before does not count, because the newest stands in the same
   * list.
   *
   * @param itsRun that took it in
   * @param newestRun that took the newest state in
   */
  boolean is(long record, String hash, long itsRun, long newestRun) {
    if (this == NOTHING) {
      return false;
    }
    State before = stored.getOrDefault(record, Map.of()).get(hash);
    boolean is = before == null ? itsRun == newestRun : before.run() == run || before.newestToo();
    if (is && (before == null || before.run() != run)) {
      shown.computeIfAbsent(record, r -> new HashSet<>()).add(hash);
    }
    return is;
  }

  /** The newest state of a record is shown again. */
  void newest(long record) {
    if (stored.containsKey(record)) {
      newestShown.add(record);
    }
  }

  /**
   * @param taken records of which another state is the newest now
   */
  void write(Connection connection, Collection<Long> taken) throws SQLException {
    List<Long> over = taken.stream().filter(stored::containsKey).toList();
    if (!over.isEmpty()) {
      Sql.update(connection, "delete from shown_beside where record = any(?)", over);
    }
    if (!newestShown.isEmpty()) {
      Sql.update(
          connection,
          "update shown_beside set newest_too = true where record = any(?)",
          newestShown);
    }
    for (Map.Entry<Long, Set<String>> record : shown.entrySet()) {
      for (String hash : record.getValue()) {
        Sql.update(
            connection,
            "delete from shown_beside where record = ? and source_hash = ?",
            record.getKey(),
            hash);
        Sql.update(
            connection,
            "insert into shown_beside (record, source_hash, run) values (?, ?, ?)",
            record.getKey(),
            hash,
            run);
      }
    }
  }
}

package io.shangda.hub.retention;

import io.shangda.hub.audit.proof.ArchiveRange;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the next run of seals that can be archived: behind the last archive, old enough, and before
 * the first seal that holds an event of a record of which something is unresolved: it is held, or
 * one of its deliveries waits, is under way or dead. What stays so is waited for once more as long
 * as events are kept, 30 days at least, and no longer.
 */
final class ArchivableSeals {
  private static final Logger LOG = LoggerFactory.getLogger(ArchivableSeals.class);

  /** Of one archive; a seal may hold 100,000 events by itself. */
  private static final int MOST_SEALS = 10_000;

  private static final long MOST_EVENTS = 300_000;

  private static final String OLD =
      """
      select seal, at, hash, events from audit_seal
      where seal > ? and seal < (select seal from audit_chain) order by seal limit ?
      """;
  private static final String UNRESOLVED =
      """
      select min(s.seal) as seal from audit_seal_leaf s
      join audit_leaf l on l.id = s.leaf
      join audit_event e on e.leaf = l.id and e.id between l.first_event and l.last_event
      where s.seal between ? and ? and e.record is not null
        and (exists (select 1 from delivery d
            where d.record = e.record and d.state in ('waiting', 'batched', 'dead'))
          or exists (select 1 from finding f
            where f.record = e.record and f.severity = 'hold' and f.resolution in ('open', 'clearing')))
      """;

  /**
   * What was found.
   *
   * @param range null if nothing can be archived now
   * @param waitsForSeal the last archive is not sealed yet
   */
  record Found(@Nullable ArchiveRange range, boolean waitsForSeal) {}

  private record Last(long seal, String hash, Instant at, boolean sealed) {}

  private record Old(long seal, Instant at, String hash, long events) {}

  private final Database database;

  ArchivableSeals(Database database) {
    this.database = database;
  }

  /**
   * @param before only seals from before this
   * @param anyway seals from before this whatever is unresolved: one dead letter that nobody
   *     settles must not keep all later events; the letter itself stays, and its events are in the
   *     archive
   */
  Found after(Instant before, Instant anyway) {
    return database.read(c -> find(c, before, anyway));
  }

  private static Found find(Connection connection, Instant before, Instant anyway)
      throws SQLException {
    Last last = last(connection);
    if (last != null && !last.sealed()) {
      return new Found(null, true);
    }
    long behind = last == null ? 0 : last.seal();
    List<Old> old =
        Sql.list(
            connection,
            OLD,
            row ->
                new Old(
                    row.getLong("seal"),
                    Objects.requireNonNull(Sql.instant(row, "at")),
                    row.getString("hash"),
                    row.getLong("events")),
            behind,
            MOST_SEALS);
    old = resolved(connection, few(old, before), anyway);
    if (old.isEmpty()) {
      return new Found(null, false);
    }
    Old first = old.get(0);
    Old end = old.get(old.size() - 1);
    return new Found(
        new ArchiveRange(
            first.seal(),
            end.seal(),
            last == null ? "" : last.hash(),
            end.hash(),
            last == null ? Instant.EPOCH : last.at(),
            end.at()),
        false);
  }

  private static @Nullable Last last(Connection connection) throws SQLException {
    return Sql.first(
        connection,
        """
        select a.last_seal, a.hash, a.to_at, m.seal is not null as sealed
        from audit_archive a left join audit_seal_leaf m on m.leaf = a.leaf
        order by a.last_seal desc limit 1
        """,
        row ->
            new Last(
                row.getLong("last_seal"),
                row.getString("hash"),
                Objects.requireNonNull(Sql.instant(row, "to_at")),
                row.getBoolean("sealed")));
  }

  private static List<Old> few(List<Old> all, Instant before) {
    long events = 0;
    for (int i = 0; i < all.size(); i++) {
      events += all.get(i).events();
      if (!all.get(i).at().isBefore(before) || (i > 0 && events > MOST_EVENTS)) {
        return all.subList(0, i);
      }
    }
    return all;
  }

  private static List<Old> resolved(Connection connection, List<Old> old, Instant anyway)
      throws SQLException {
    List<Old> waiting = old.stream().filter(seal -> !seal.at().isBefore(anyway)).toList();
    if (waiting.isEmpty()) {
      return old;
    }
    Long unresolved =
        Sql.first(
            connection,
            "select seal from (" + UNRESOLVED + ") u where seal is not null",
            row -> row.getLong("seal"),
            waiting.get(0).seal(),
            waiting.get(waiting.size() - 1).seal());
    if (unresolved == null) {
      return old;
    }
    LOG.warn(
        "Audit events are archived up to seal {} only: the next one is about a record that is held"
            + " or has an unfinished delivery. They go on by themselves once that is settled, or"
            + " when they are twice as old as events are kept (30 days more at least).",
        unresolved - 1);
    return old.stream().filter(seal -> seal.seal() < unresolved).toList();
  }
}

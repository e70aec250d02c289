package io.shangda.hub.retention;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.audit.proof.ArchiveRange;
import io.shangda.hub.audit.proof.DatabaseEvidence;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves audit events into archives, by whole seals, the oldest first. Under a lease a run of seals
 * is written as an export, checked as a verifier checks it, and put in its place; an event says so,
 * with the archive's hash; and only once that event is sealed itself, rows go, a few thousand at a
 * time. At any moment in between, a node can die and another go on.
 */
public final class Archiving {
  static final String PART = "events";
  private static final Logger LOG = LoggerFactory.getLogger(Archiving.class);
  private static final Duration LEASE = Duration.ofMinutes(15);
  private static final Duration BETWEEN_ROUNDS = Duration.ofDays(1);
  private static final Duration UNTIL_SEALED = Duration.ofSeconds(5);

  private record Claim(long token, Instant now) {}

  /** Time that a person has to settle what keeps events from being archived. */
  private static final Duration LEAST_PATIENCE = Duration.ofDays(30);

  private final Database database;
  private final CurrentConfig config;
  private final AuditLog audit;
  private final Path folder;
  private final ArchivableSeals seals;
  private final ArchivedRows rows = new ArchivedRows();

  /**
   * @param folder in which archives are kept; is made when the first one is written
   */
  public Archiving(Database database, CurrentConfig config, AuditLog audit, Path folder) {
    this.database = database;
    this.config = config;
    this.audit = audit;
    this.folder = folder;
    this.seals = new ArchivableSeals(database);
  }

  /**
   * Removes some rows that are archived, or writes the next archive. To be called every few seconds
   * on every node that can reach the folder.
   *
   * @return false if there was nothing to do
   * @throws IllegalStateException if an archive could not be written, or is not what is in the
   *     database: then nothing is removed
   */
  public boolean step() {
    Duration kept = config.get().retention().events();
    if (kept == null) {
      return false;
    }
    if (database.inTransaction(this::remove)) {
      return true;
    }
    Claim claim = database.inTransaction(c -> java.util.Optional.ofNullable(claim(c))).orElse(null);
    if (claim == null) {
      return false;
    }
    ArchivableSeals.Found found =
        seals.after(
            claim.now().minus(kept), claim.now().minus(kept).minus(longer(kept, LEAST_PATIENCE)));
    ArchiveRange range = found.range();
    if (range == null) {
      again(claim, found.waitsForSeal() ? UNTIL_SEALED : BETWEEN_ROUNDS);
      return false;
    }
    ArchiveFile file =
        ArchiveFile.write(folder, range, new DatabaseEvidence(database, range), claim.now());
    return database.inTransaction(c -> mark(c, claim, range, file));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private boolean remove(Connection connection) throws SQLException {
    Sql.update(
        connection, "insert into retention_walk (part) values (?) on conflict do nothing", PART);
    boolean mine =
        Sql.first(
                connection,
                "select part from retention_walk where part = ? for update skip locked",
                row -> row.getString(1),
                PART)
            != null;
    int removed = mine ? rows.remove(connection) : 0;
    if (removed > 0) {
      Sql.update(
          connection,
          "update retention_walk set removed = removed + ? where part = ?",
          removed,
          PART);
    }
    return removed > 0;
  }

  private static @Nullable Claim claim(Connection connection) throws SQLException {
    Instant now = DatabaseTime.now(connection);
    Long token =
        Sql.first(
            connection,
            "select token from retention_walk where part = ? and due_at <= current_timestamp"
                + " for update skip locked",
            row -> row.getLong("token"),
            PART);
    if (token == null) {
      return null;
    }
    Sql.update(
        connection,
        "update retention_walk set token = token + 1, due_at = ? where part = ?",
        now.plus(LEASE),
        PART);
    return new Claim(token + 1, now);
  }

  private void again(Claim claim, Duration wait) {
    database.execute(
        c ->
            Sql.update(
                c,
                "update retention_walk set due_at = ? where part = ? and token = ?",
                claim.now().plus(wait),
                PART,
                claim.token()));
  }

  private boolean mark(Connection connection, Claim claim, ArchiveRange range, ArchiveFile file)
      throws SQLException {
    int held =
        Sql.update(
            connection,
            "update retention_walk set due_at = ? where part = ? and token = ?",
            DatabaseTime.now(connection).plus(UNTIL_SEALED),
            PART,
            claim.token());
    if (held == 0) {
      return false; // the lease lapsed; whoever has it now writes the archive anew
    }
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("first-seal", range.first());
    detail.put("last-seal", range.last());
    detail.put("last-hash", range.hash());
    detail.put("events", file.events());
    detail.put("file", file.folder().toString());
    detail.put("file-hash", file.hash());
    long leaf =
        audit.append(
            connection,
            List.of(new AuditLog.Event(ArchiveRange.ARCHIVED, null, "", "", Actor.HUB, detail)));
    Sql.update(
        connection,
        """
        insert into audit_archive (last_seal, first_seal, hash, file, file_hash, events, from_at, to_at, leaf)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        range.last(),
        range.first(),
        range.hash(),
        file.folder().toString(),
        file.hash(),
        file.events(),
        range.from(),
        range.to(),
        leaf);
    LOG.info(
        "{} audit events of seals {} to {} are archived in {}; their rows go once this is sealed",
        file.events(),
        range.first(),
        range.last(),
        file.folder());
    return true;
  }
}

package io.shangda.hub.audit.proof;

import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Evidence in the database, up to the seal that is the newest when it is opened; the hub goes on
 * meanwhile. It is read in short transactions, so that no upkeep of the database waits for it.
 */
public final class DatabaseEvidence implements Evidence {
  private final Database database;
  private final Newest newest;
  private final Begin begin;
  private final boolean whole;
  private final DatabaseRows rows;

  public DatabaseEvidence(Database database) {
    this.database = database;
    long last =
        database.read(
            c ->
                Sql.list(c, "select coalesce(max(seal), 0) from audit_seal", row -> row.getLong(1))
                    .get(0));
    this.newest = database.read(DatabaseEvidence::newest); // after: it is never behind the seals
    this.begin = database.read(DatabaseEvidence::begin);
    this.whole = true;
    this.rows = new DatabaseRows(database, begin.seal(), Math.max(last, newest.seal()));
  }

  /** A part of it, to be archived. */
  public DatabaseEvidence(Database database, ArchiveRange range) {
    this.database = database;
    this.newest = new Newest(range.last(), range.hash());
    this.begin = new Begin(range.first() - 1, range.previous(), false);
    this.whole = false;
    this.rows = new DatabaseRows(database, begin.seal(), range.last());
  }

  /** Only a sealed mark counts: until then all rows are there. */
  private static Begin begin(Connection connection) throws SQLException {
    Begin begin =
        Sql.first(
            connection,
            """
            select a.last_seal, a.hash from audit_archive a join audit_seal_leaf m on m.leaf = a.leaf
            order by a.last_seal desc limit 1
            """,
            row -> new Begin(row.getLong("last_seal"), row.getString("hash"), true));
    return begin == null ? Begin.OF_ALL : begin;
  }

  @Override
  public Begin begin() {
    return begin;
  }

  /** Ids of all keys that were ever entered. */
  public Set<String> keyIds() {
    return keys().stream().map(KeyRow::id).collect(Collectors.toSet());
  }

  private static Newest newest(Connection connection) throws SQLException {
    Newest newest =
        Sql.first(
            connection,
            "select seal, hash from audit_chain",
            row -> new Newest(row.getLong("seal"), row.getString("hash")));
    return newest == null ? new Newest(0, "") : newest;
  }

  @Override
  public Iterator<SealRow> seals() {
    return rows.seals();
  }

  @Override
  public Iterator<LeafRow> leaves() {
    return rows.leaves();
  }

  @Override
  public Iterator<EventRow> events() {
    return rows.events();
  }

  @Override
  public List<KeyRow> keys() {
    return database.read(
        c ->
            Sql.list(
                c,
                "select id, algorithm, public_key from audit_key order by at, id",
                row ->
                    new KeyRow(
                        row.getString("id"),
                        row.getString("algorithm"),
                        row.getString("public_key"))));
  }

  @Override
  public List<Anchor> anchors() {
    return database.read(
        c ->
            Sql.list(
                c,
                "select * from audit_anchor order by id",
                row ->
                    new Anchor(
                        row.getLong("seal"),
                        row.getString("hash"),
                        row.getString("kind"),
                        row.getString("place"),
                        Objects.requireNonNull(Sql.instant(row, "at")),
                        row.getString("answer"),
                        row.getLong("database_ahead_ms"),
                        Sql.number(row, "place_ahead_ms"))));
  }

  @Override
  public Newest newest() {
    return newest;
  }

  @Override
  public @Nullable Exchanges exchanges() {
    return whole ? new Exchanges(database) : null;
  }

  @Override
  public void ownDamage(Consumer<Damage> found) {
    if (whole) {
      new Unsealed(database).tell(found);
    }
  }
}

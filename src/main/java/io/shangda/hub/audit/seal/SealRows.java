package io.shangda.hub.audit.seal;

import io.shangda.hub.store.Database;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Rows;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sealer's statements. All but {@link #waiting} want the chain to be held. */
final class SealRows {
  /** The newest seal, as the chain's one row has it. */
  record Newest(long number, String hash) {}

  /** A leaf that no seal holds yet. */
  record Leaf(long id, int events, String root) {}

  private final Database database;

  SealRows(Database database) {
    this.database = database;
  }

  boolean waiting(Connection connection) throws SQLException {
    return Sql.first(connection, "select leaf from audit_unsealed limit 1", row -> row.getLong(1))
        != null;
  }

  /**
   * Locks the chain until the transaction ends; null if another node has it. A node that is stopped
   * in between keeps the others waiting for 15 seconds, then the database takes the lock from it.
   */
  @Nullable Newest hold(Connection connection) throws SQLException {
    if (database.dialect() == Dialect.POSTGRESQL) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("set local idle_in_transaction_session_timeout = '15s'");
      }
    }
    return Sql.first(
        connection,
        "select seal, hash from audit_chain for update skip locked",
        row -> new Newest(row.getLong("seal"), row.getString("hash")));
  }

  /** The leaf whose event entered a key; null if nothing did. */
  @Nullable Long entry(Connection connection, SealKey key) throws SQLException {
    return Sql.first(
        connection,
        "select leaf from audit_key where id = ?",
        row -> row.getLong("leaf"),
        key.id().text());
  }

  void enter(Connection connection, SealKey key, long leaf, Instant at) throws SQLException {
    Sql.update(
        connection,
        "insert into audit_key (id, algorithm, public_key, leaf, at) values (?, ?, ?, ?, ?)",
        key.id().text(),
        key.algorithm(),
        base64(key.publicKey()),
        leaf,
        at);
  }

  boolean sealed(Connection connection, long leaf) throws SQLException {
    return Sql.first(
            connection,
            "select seal from audit_seal_leaf where leaf = ?",
            row -> row.getLong("seal"),
            leaf)
        != null;
  }

  /** When the oldest leaf that waits was written; null if none waits. */
  @Nullable Instant oldest(Connection connection) throws SQLException {
    return SealLag.oldest(connection);
  }

  List<Leaf> unsealed(Connection connection, int most) throws SQLException {
    return Sql.list(
        connection,
        """
        select l.id, l.events, l.root from audit_unsealed u join audit_leaf l on l.id = u.leaf
        order by u.leaf limit ?
        """,
        row -> new Leaf(row.getLong("id"), row.getInt("events"), row.getString("root")),
        most);
  }

  /** A seal that is ready to be written. */
  record Made(Seal seal, String marks, byte[] signature, List<Leaf> leaves) {}

  void write(Connection connection, Made made) throws SQLException {
    Seal seal = made.seal();
    List<Leaf> leaves = made.leaves();
    String text = seal.text();
    String hash = Seal.hash(text).text();
    Sql.update(
        connection,
        """
        insert into audit_seal (seal, at, leaves, events, marks, content, hash, signature)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        seal.number(),
        seal.at(),
        seal.leaves(),
        seal.events(),
        made.marks(),
        text,
        hash,
        base64(made.signature()));
    Rows rows = new Rows("audit_seal_leaf", "leaf", "seal", "place");
    for (int i = 0; i < leaves.size(); i++) {
      rows.add(leaves.get(i).id(), seal.number(), i);
    }
    database.bulk().insert(connection, rows);
    Sql.update(connection, "update audit_chain set seal = ?, hash = ?", seal.number(), hash);
    int taken =
        Sql.update(
            connection,
            "delete from audit_unsealed where leaf = any(?)",
            leaves.stream().map(Leaf::id).toList());
    if (taken != leaves.size()) {
      throw new IllegalStateException(
          "Of %d leaves to seal %d were still in the queue; nothing is sealed"
              .formatted(leaves.size(), taken));
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}

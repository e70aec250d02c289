package io.shangda.hub.audit.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.audit.MerkleTree;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.DatabaseTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chains what transactions have written: takes the leaves that no seal holds yet, and seals them
 * together. To be called about once a second on every node; the chain's row lets one of them do it.
 *
 * <p>A key is entered by an event before it seals. Where another node seals already, the new key
 * waits until that node has sealed this event: so each key is vouched for by one before it. If
 * nobody else seals for a minute (the old key is lost), it goes ahead and vouches for itself, which
 * the verifier tells.
 */
public final class Sealer {
  /** The event that enters a key. */
  public static final String KEY_ENTERED = "seal-key-entered";

  /** Leaves in one seal, at most. */
  static final int MOST_LEAVES = 4_000;

  /** Events in one seal, beyond which it takes no further leaf. */
  static final long MOST_EVENTS = 100_000;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Database database;
  private final AuditLog audit;
  private final SealKey key;
  private final String node;
  private final Clock clock;
  private final SealRows rows;
  private volatile boolean vouchedFor;

  /**
   * @param node as the event that enters its key names it
   */
  public Sealer(Database database, AuditLog audit, SealKey key, String node, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.key = key;
    this.node = node;
    this.clock = clock;
    this.rows = new SealRows(database);
  }

  /**
   * Seals all there is.
   *
   * @return seals made; 0 if nothing waits or another node is at it
   */
  public int seal() {
    int seals = 0;
    while (database.read(rows::waiting) && database.inTransaction(this::one)) {
      seals++;
    }
    return seals;
  }

  private boolean one(Connection connection) throws SQLException {
    SealRows.Newest newest = rows.hold(connection);
    if (newest == null) {
      return false;
    }
    if (!vouchedFor && !mayBegin(connection, newest)) {
      return false;
    }
    List<SealRows.Leaf> leaves = few(rows.unsealed(connection, MOST_LEAVES));
    if (leaves.isEmpty()) {
      return false;
    }
    rows.write(connection, made(newest, leaves));
    return true;
  }

  private boolean mayBegin(Connection connection, SealRows.Newest newest) throws SQLException {
    Long entry = rows.entry(connection, key);
    if (entry == null) {
      entry = enter(connection);
    }
    vouchedFor = newest.number() > 0 && rows.sealed(connection, entry);
    if (vouchedFor || newest.number() == 0) {
      return true;
    }
    Instant oldest = rows.oldest(connection);
    return oldest != null && oldest.isBefore(DatabaseTime.now(connection).minus(PATIENCE));
  }

  private long enter(Connection connection) throws SQLException {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("key", key.id().text());
    detail.put("algorithm", key.algorithm());
    detail.put("public", Base64.getEncoder().encodeToString(key.publicKey()));
    detail.put("node", node);
    long leaf =
        audit.append(
            connection, List.of(new AuditLog.Event(KEY_ENTERED, null, "", "", Actor.HUB, detail)));
    rows.enter(connection, key, leaf, clock.instant());
    return leaf;
  }

  /** As many as fit under the limit of events, but at least one. */
  private static List<SealRows.Leaf> few(List<SealRows.Leaf> all) {
    long events = 0;
    for (int i = 0; i < all.size(); i++) {
      events += all.get(i).events();
      if (i > 0 && events > MOST_EVENTS) {
        return all.subList(0, i);
      }
    }
    return all;
  }

  private SealRows.Made made(SealRows.Newest newest, List<SealRows.Leaf> leaves) {
    MerkleTree tree = new MerkleTree();
    long events = 0;
    for (SealRows.Leaf leaf : leaves) {
      tree.add(Seal.leaf(leaf.id(), leaf.events(), leaf.root()));
      events += leaf.events();
    }
    Seal seal =
        new Seal(
            newest.number() + 1,
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            leaves.size(),
            events,
            tree.root().text(),
            newest.hash(),
            key.algorithm(),
            key.id().text());
    return new SealRows.Made(seal, tree.marks(), key.sign(seal.text().getBytes(UTF_8)), leaves);
  }
}

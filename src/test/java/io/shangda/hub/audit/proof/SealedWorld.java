package io.shangda.hub.audit.proof;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.audit.seal.SealKey;
import io.shangda.hub.audit.seal.SealKeys;
import io.shangda.hub.audit.seal.Sealer;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.Databases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Three seals in a database: the key's entry and {@code a b c}; {@code d e} and {@code f}; {@code g
 * h}. Whoever owns the database can switch off what keeps its rows from being changed.
 */
final class SealedWorld {
  private static final List<String> TABLES =
      List.of(
          "audit_event",
          "audit_leaf",
          "audit_seal",
          "audit_seal_leaf",
          "audit_key",
          "audit_anchor");

  final Database database;
  final SealKey key = SealKeys.make();
  private final AuditLog audit;

  SealedWorld(Dialect dialect) {
    database = Databases.fresh(dialect);
    audit = new AuditLog(database, Clock.systemUTC());
    Sealer sealer = new Sealer(database, audit, key, "node-1", Clock.systemUTC());
    happen("a", "b", "c");
    sealer.seal();
    happen("d", "e");
    happen("f");
    sealer.seal();
    happen("g", "h");
    sealer.seal();
  }

  /**
   * Two seals more, the second with another key, for which the first vouches: the last of each key
   * is neither the same nor the newest.
   */
  void sealWithAnotherKey() {
    Sealer next = new Sealer(database, audit, SealKeys.make(), "node-2", Clock.systemUTC());
    happen("i");
    next.seal(); // enters its key, and waits for the other to seal that
    new Sealer(database, audit, key, "node-1", Clock.systemUTC()).seal();
    happen("j");
    next.seal();
  }

  void happen(String... events) {
    List<AuditLog.Event> all =
        Arrays.stream(events)
            .map(name -> new AuditLog.Event(name, 7L, "town", "省", Actor.HUB, Map.of("n", 1)))
            .toList();
    database.execute(c -> audit.append(c, all));
  }

  /** Changes rows as the owner of the database can. */
  void change(String sql, Object... values) {
    for (String table : TABLES) {
      String off =
          database.dialect() == Dialect.POSTGRESQL
              ? "alter table " + table + " disable trigger user"
              : "drop trigger if exists " + table + "_stays";
      database.execute(c -> Sql.update(c, off));
    }
    database.execute(c -> Sql.update(c, sql, values));
  }

  long id(String event) {
    return number("select id from audit_event where event = ?", event);
  }

  long leaf(String event) {
    return number("select leaf from audit_event where event = ?", event);
  }

  long number(String sql, Object... values) {
    return database.read(c -> Sql.list(c, sql, row -> row.getLong(1), values)).get(0);
  }

  List<String> texts(String sql, Object... values) {
    return database.read(c -> Sql.list(c, sql, row -> row.getString(1), values));
  }

  /** An anchor of a seal as it is now. */
  Anchor anchor(long seal) {
    String hash = texts("select hash from audit_seal where seal = ?", seal).get(0);
    return new Anchor(seal, hash, "file", "elsewhere", Instant.EPOCH, "", 0, null);
  }

  /** Damages as {@code KIND place}. */
  List<String> verify(Anchor... anchors) {
    return damages(new DatabaseEvidence(database), Set.of(), anchors);
  }

  List<String> verify(Path export, Anchor... anchors) throws java.io.IOException {
    try (Evidence evidence = new ExportEvidence(export)) {
      return damages(evidence, Set.of(), anchors);
    }
  }

  static List<String> damages(Evidence evidence, Set<String> keys, Anchor... anchors) {
    List<String> damages = new ArrayList<>();
    new Verifier(evidence, List.of(anchors), keys, d -> damages.add(d.kind() + " " + d.place()))
        .run();
    return damages;
  }
}

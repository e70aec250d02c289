package io.shangda.hub.audit.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.audit.MerkleTree;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.store.StoreException;
import io.shangda.hub.support.Databases;
import io.shangda.hub.support.Outage;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What sealing promises, on each database. */
abstract class Sealing {
  private final Dialect dialect;
  private final Outage outage = new Outage();
  private final Database database;
  private final AuditLog audit;
  private final Sealer sealer;

  Sealing(Dialect dialect) {
    this.dialect = dialect;
    database = Databases.fresh(dialect, outage);
    audit = new AuditLog(database, Clock.systemUTC());
    sealer = sealer("node-1");
  }

  private Sealer sealer(String node) {
    try {
      SealAlgorithm algorithm = new Ed25519();
      SealKey key = new SealKey(algorithm, algorithm.make());
      return new Sealer(database, audit, key, node, Clock.systemUTC());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void happen(String... events) {
    database.execute(c -> audit.append(c, events(events)));
  }

  private static List<AuditLog.Event> events(String... names) {
    return java.util.Arrays.stream(names)
        .map(name -> new AuditLog.Event(name, 7L, "town", "", Actor.HUB, Map.of("n", 1)))
        .toList();
  }

  @Test
  void shouldSealEveryLeafInAChainThatIsCountedAndSigned() throws Exception {
    happen("a", "b");
    sealer.seal();
    happen("c");
    happen("d");

    assertThat(sealer.seal()).isEqualTo(1);

    List<Seal> seals = seals();
    assertThat(seals).extracting(Seal::number).containsExactly(1L, 2L);
    assertThat(seals).extracting(Seal::leaves).containsExactly(2, 2); // the first with its key's
    assertThat(seals).extracting(Seal::events).containsExactly(3L, 2L);
    List<String> hashes = texts("select hash from audit_seal order by seal");
    assertThat(seals.get(0).previous()).isEmpty();
    assertThat(seals.get(1).previous()).isEqualTo(hashes.get(0));
    for (int i = 0; i < 2; i++) {
      assertThat(hashes.get(i)).isEqualTo(Seal.hash(seals.get(i).text()).text());
      assertThat(seals.get(i).root()).isEqualTo(root(seals.get(i).number()));
      assertThat(signed(seals.get(i))).isTrue();
    }
    assertThat(number("select count(*) from audit_unsealed")).isZero();
  }

  @Test
  void shouldCommitToTheEventsOfALeafInTheirOrder() {
    happen("a", "b", "c");

    MerkleTree tree = new MerkleTree();
    texts(
            """
            select e.content from audit_leaf l join audit_event e
              on e.leaf = l.id and e.id between l.first_event and l.last_event order by e.id
            """)
        .forEach(text -> tree.add(text.getBytes(StandardCharsets.UTF_8)));
    assertThat(texts("select root from audit_leaf")).containsExactly(tree.root().text());
    assertThat(texts("select marks from audit_leaf")).containsExactly(tree.marks());
    assertThat(tree.size()).isEqualTo(3);
  }

  @Test
  void shouldSealNothingIfNothingHappened() {
    assertThat(sealer.seal()).isZero();
    assertThat(number("select count(*) from audit_seal")).isZero();
  }

  @Test
  void shouldSealWhatWasNumberedEarlyAndCommittedLate() {
    database.execute(
        early -> {
          audit.append(early, events("early"));
          beside(
              () -> {
                happen("late");
                sealer.seal();
                assertThat(number("select count(*) from audit_seal_leaf")).isEqualTo(2);
              });
        });

    sealer.seal();

    assertThat(number("select count(*) from audit_seal_leaf")).isEqualTo(3);
    assertThat(number("select count(*) from audit_unsealed")).isZero();
    assertThat(number("select min(seal) from audit_seal_leaf where leaf = ?", first("early")))
        .isEqualTo(2);
  }

  /** On a thread of its own, as another transaction is. */
  private static void beside(Runnable work) {
    CompletableFuture.runAsync(work).join();
  }

  @Test
  void shouldSealEachLeafOnceAndLeaveNoGapWhenSeveralNodesSeal() throws Exception {
    happen("begin");
    sealer.seal();
    List<Callable<Integer>> work = new ArrayList<>();
    for (int node = 2; node < 5; node++) {
      Sealer other = sealer("node-" + node);
      work.add(
          () -> {
            int made = 0;
            for (int i = 0; i < 40; i++) {
              happen("x");
              made += other.seal();
            }
            return made;
          });
    }
    work.add(() -> Collections.nCopies(60, sealer).stream().mapToInt(Sealer::seal).sum());
    ExecutorService nodes = Executors.newFixedThreadPool(work.size());
    try {
      for (Future<Integer> node : nodes.invokeAll(work)) {
        node.get();
      }
    } finally {
      nodes.shutdown();
    }
    sealer.seal();

    List<Long> numbers = seals().stream().map(Seal::number).toList();
    assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
    assertThat(number("select count(*) from audit_unsealed")).isZero();
    assertThat(number("select count(*) from audit_seal_leaf"))
        .isEqualTo(number("select count(*) from audit_leaf"))
        .isEqualTo(number("select sum(leaves) from audit_seal"));
  }

  @Test
  void shouldEnterItsKeyByAnEventThatIsSealed() {
    happen("a");

    sealer.seal();

    assertThat(
            number(
                """
                select count(*) from audit_key k
                join audit_seal_leaf s on s.leaf = k.leaf and s.seal = 1
                join audit_event e on e.leaf = k.leaf and e.event = 'seal-key-entered'
                """))
        .isEqualTo(1);
  }

  @Test
  void shouldNotSealWithANewKeyBeforeAnotherHasSealedItsEntry() {
    happen("a");
    sealer.seal();
    Sealer joining = sealer("node-2");
    happen("b");

    assertThat(joining.seal()).isZero();
    sealer.seal();
    happen("c");
    assertThat(joining.seal()).isEqualTo(1);

    List<Seal> seals = seals();
    assertThat(seals.get(1).key()).isEqualTo(seals.get(0).key());
    assertThat(seals.get(2).key()).isNotEqualTo(seals.get(0).key());
  }

  @Test
  void shouldSealWithANewKeyAfterAllIfNobodyElseDoesForAMinute() {
    happen("a");
    sealer.seal();
    Clock past = Clock.offset(Clock.systemUTC(), java.time.Duration.ofMinutes(-2));
    database.execute(c -> new AuditLog(database, past).append(c, events("b")));

    assertThat(sealer("node-2").seal()).isEqualTo(1);
  }

  @Test
  void shouldGoOnWhenTheDatabaseIsBack() {
    happen("a");
    outage.begin();
    assertThatThrownBy(sealer::seal).isInstanceOf(StoreException.class);
    outage.end();

    assertThat(sealer.seal()).isEqualTo(1);
  }

  @Test
  void shouldTellHowFarItIsBehind() {
    assertThat(SealLag.of(database).leaves()).isZero();
    Clock past = Clock.offset(Clock.systemUTC(), java.time.Duration.ofMinutes(-2));
    database.execute(c -> new AuditLog(database, past).append(c, events("a")));

    SealLag lag = SealLag.of(database);
    assertThat(lag.leaves()).isEqualTo(1);
    assertThat(lag.age()).isGreaterThan(java.time.Duration.ofSeconds(100));
    assertThat(lag.tooLong()).isTrue();
    sealer.seal();
    assertThat(SealLag.of(database).tooLong()).isFalse();
  }

  @Test
  void shouldRefuseEveryChangeOfWhatIsEvidence() {
    happen("a");
    sealer.seal();
    List<String> changes =
        new ArrayList<>(
            List.of(
                "update audit_event set event = 'b'",
                "delete from audit_event",
                "update audit_leaf set events = 0",
                "delete from audit_leaf",
                "update audit_seal set leaves = 0",
                "delete from audit_seal",
                "update audit_seal_leaf set place = 9",
                "delete from audit_seal_leaf",
                "delete from audit_key"));
    if (dialect == Dialect.POSTGRESQL) {
      changes.add("truncate audit_event");
      changes.add("truncate audit_seal");
    }
    for (String change : changes) {
      assertThatThrownBy(() -> database.execute(c -> Sql.update(c, change)))
          .as(change)
          .hasMessageContaining("rows are added, never changed");
    }
  }

  private long first(String event) {
    return number("select min(leaf) from audit_event where event = ?", event);
  }

  private List<Seal> seals() {
    return texts("select content from audit_seal order by seal").stream()
        .map(text -> Seal.read(text).orElseThrow())
        .toList();
  }

  private String root(long seal) {
    MerkleTree tree = new MerkleTree();
    texts(
            """
            select l.id || ' ' || l.events || ' ' || l.root from audit_seal_leaf s
            join audit_leaf l on l.id = s.leaf where s.seal = ? order by s.place
            """,
            seal)
        .forEach(text -> tree.add(text.getBytes(StandardCharsets.UTF_8)));
    return tree.root().text();
  }

  private boolean signed(Seal seal) throws GeneralSecurityException {
    String key = texts("select public_key from audit_key where id = ?", seal.key()).get(0);
    String signature =
        texts("select signature from audit_seal where seal = ?", seal.number()).get(0);
    return new Ed25519()
        .fits(
            Base64.getDecoder().decode(key),
            seal.text().getBytes(StandardCharsets.UTF_8),
            Base64.getDecoder().decode(signature));
  }

  private List<String> texts(String sql, Object... values) {
    return database.read(c -> Sql.list(c, sql, row -> row.getString(1), values));
  }

  private long number(String sql, Object... values) {
    return database.read(c -> Sql.list(c, sql, row -> row.getLong(1), values)).get(0);
  }
}

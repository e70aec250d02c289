package io.shangda.hub.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.audit.MerkleTree;
import io.shangda.hub.audit.seal.Seal;
import io.shangda.hub.audit.seal.SealKey;
import io.shangda.hub.audit.seal.SealKeys;
import io.shangda.hub.audit.seal.Sealer;
import io.shangda.hub.store.Dialect;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every kind of damage that the owner of a database can do is found, and where it is. */
abstract class Verifying {
  private final SealedWorld world;

  Verifying(Dialect dialect) {
    world = new SealedWorld(dialect);
  }

  private String spot(int seal, String event) {
    return "seal %d, leaf %d, event %d".formatted(seal, world.leaf(event), world.id(event));
  }

  @Test
  void shouldFindWholeWhatNobodyChanged() {
    world.happen("not sealed yet");

    assertThat(world.verify(world.anchor(1), world.anchor(3))).isEmpty();
  }

  @Test
  void shouldCheckFarMoreThanItReadsAtOnce() {
    AuditLog audit = new AuditLog(world.database, Clock.systemUTC());
    Sealer sealer = new Sealer(world.database, audit, world.key, "node-1", Clock.systemUTC());
    String[] many = IntStream.range(0, 6_000).mapToObj(i -> "many").toArray(String[]::new);
    for (int i = 0; i < 5; i++) {
      world.happen(many);
      world.happen("last-" + i);
      sealer.seal();
    }

    assertThat(world.verify()).isEmpty();
    world.change(
        "update audit_event set content = replace(content, '\"n\":1', '\"n\":2') where event = ?",
        "last-4");
    assertThat(world.verify()).containsExactly("EVENT_CHANGED " + spot(8, "last-4"));
  }

  @Test
  void shouldFindAChangedByteOfAnEvent() {
    world.change(
        "update audit_event set content = replace(content, '\"n\":1', '\"n\":2') where event = 'b'");

    assertThat(world.verify()).containsExactly("EVENT_CHANGED " + spot(1, "b"));
  }

  @Test
  void shouldFindAColumnThatNoLongerSaysWhatTheEventSays() {
    world.change("update audit_event set record = 8 where event = 'e'");

    assertThat(world.verify()).containsExactly("EVENT_CHANGED " + spot(2, "e"));
  }

  @Test
  void shouldFindADeletedEvent() {
    String place = "seal 1, leaf " + world.leaf("b");
    world.change("delete from audit_event where event = 'b'");

    assertThat(world.verify()).containsExactly("EVENT_MISSING " + place);
  }

  @Test
  void shouldFindALeafWhoseEventsAreAllDeleted() {
    String place = "seal 2, leaf " + world.leaf("f");
    world.change("delete from audit_event where event = 'f'");

    assertThat(world.verify()).containsExactly("EVENT_MISSING " + place);
  }

  @Test
  void shouldFindAnEventThatWasAddedLater() {
    world.change(
        """
        insert into audit_event (id, leaf, at, record, event, source, target, content)
        select 900000, leaf, at, record, event, source, target, replace(content, ?, '"id":900000')
        from audit_event where event = 'b'
        """,
        "\"id\":" + world.id("b"));

    assertThat(world.verify()).containsExactly("EVENT_ADDED event 900000");
  }

  @Test
  void shouldFindTwoEventsThatWereSwapped() {
    String a = world.texts("select content from audit_event where event = 'a'").get(0);
    String c = world.texts("select content from audit_event where event = 'c'").get(0);
    world.change("update audit_event set content = ? where event = 'a'", c);
    world.change("update audit_event set content = ? where event = 'c'", a);

    assertThat(world.verify())
        .contains("EVENTS_SWAPPED " + spot(1, "a"))
        .allMatch(damage -> damage.contains(spot(1, "a")) || damage.contains(spot(1, "c")));
  }

  @Test
  void shouldFindALeafThatWasChanged() {
    String other = world.texts("select root from audit_leaf where id = ?", world.leaf("d")).get(0);
    world.change("update audit_leaf set root = ? where id = ?", other, world.leaf("f"));

    assertThat(world.verify()).containsExactly("LEAF_CHANGED seal 2, leaf " + world.leaf("f"));
  }

  @Test
  void shouldFindAnEventThatWasChangedTogetherWithItsLeaf() {
    forgeLeafOf("f");

    assertThat(world.verify()).containsExactly("LEAF_CHANGED seal 2, leaf " + world.leaf("f"));
  }

  private void forgeLeafOf(String event) {
    world.change(
        "update audit_event set content = replace(content, '\"n\":1', '\"n\":2') where event = ?",
        event);
    MerkleTree tree = new MerkleTree();
    world
        .texts("select content from audit_event where leaf = ? order by id", world.leaf(event))
        .forEach(text -> tree.add(text.getBytes(StandardCharsets.UTF_8)));
    world.change(
        "update audit_leaf set root = ?, marks = ? where id = ?",
        tree.root().text(),
        tree.marks(),
        world.leaf(event));
  }

  @Test
  void shouldFindADeletedLeaf() {
    long leaf = world.leaf("f");
    String event = "EVENT_ADDED event " + world.id("f");
    world.change("delete from audit_leaf where id = ?", leaf);

    assertThat(world.verify()).containsExactly("LEAF_MISSING seal 2, leaf " + leaf, event);
  }

  @Test
  void shouldFindALeafThatItsSealNoLongerNames() {
    long leaf = world.leaf("f");
    world.change("delete from audit_seal_leaf where leaf = ?", leaf);

    assertThat(world.verify()).containsExactly("LEAF_MISSING seal 2", "LEAF_UNSEALED leaf " + leaf);
  }

  @Test
  void shouldFindALeafThatIsSealedTwice() {
    world.change(
        world.database.dialect() == Dialect.POSTGRESQL
            ? "alter table audit_seal_leaf drop constraint audit_seal_leaf_pkey"
            : "alter table audit_seal_leaf drop primary key");
    world.change(
        "insert into audit_seal_leaf (leaf, seal, place) values (?, 3, 1)", world.leaf("f"));

    assertThat(world.verify())
        .containsExactlyInAnyOrder(
            "LEAF_TWICE seal 3, leaf " + world.leaf("f"),
            "LEAF_ADDED seal 3, leaf " + world.leaf("f"));
  }

  @Test
  void shouldFindALeafThatNobodyWillEverSeal() {
    world.happen("x");
    world.change("delete from audit_unsealed");

    assertThat(world.verify()).containsExactly("LEAF_UNSEALED leaf " + world.leaf("x"));
  }

  @Test
  void shouldFindAChangedEventThatWaitsForItsSeal() {
    world.happen("x");
    world.change("update audit_event set content = replace(content, '1', '2') where event = 'x'");

    assertThat(world.verify())
        .contains("EVENT_CHANGED leaf %d, event %d".formatted(world.leaf("x"), world.id("x")));
  }

  @Test
  void shouldFindAChangedSeal() {
    world.change(
        "update audit_seal set content = replace(content, '\"events\":3', '\"events\":4') where seal = 2");

    assertThat(world.verify())
        .contains("SEAL_CHANGED seal 2", "SIGNATURE_FALSE seal 2")
        .allMatch(damage -> damage.endsWith("seal 2"));
  }

  @Test
  void shouldFindASealThatIsForgedWithoutTheKey() {
    forge(SealKeys.make(), 2);

    assertThat(world.verify())
        .containsExactlyInAnyOrder("KEY_UNKNOWN seal 2", "CHAIN_BROKEN seal 3");
  }

  @Test
  void shouldFindSealsOfAKeyForWhichNoneBeforeVouches() {
    SealKey own = SealKeys.make();
    world.change(
        "insert into audit_key (id, algorithm, public_key, leaf, at) values (?, 'ed25519', ?, 1, current_timestamp)",
        own.id().text(),
        Base64.getEncoder().encodeToString(SealKeys.publicKey(own)));
    forge(own, 3);

    assertThat(world.verify()).containsExactly("KEY_NOT_VOUCHED_FOR seal 3");
  }

  @Test
  void shouldTrustAKeyThatAnEarlierOneVouchesFor() {
    SealKey second = SealKeys.make();
    AuditLog audit = new AuditLog(world.database, Clock.systemUTC());
    Sealer first = new Sealer(world.database, audit, world.key, "node-1", Clock.systemUTC());
    Sealer joining = new Sealer(world.database, audit, second, "node-2", Clock.systemUTC());
    world.happen("x");
    joining.seal();
    first.seal();
    world.happen("y");
    joining.seal();

    assertThat(world.texts("select content from audit_seal where seal = 5").get(0))
        .contains(second.id().text());
    assertThat(world.verify()).isEmpty();
  }

  @Test
  void shouldTrustOnlyTheKeysThatWereGiven() {
    Evidence evidence = new DatabaseEvidence(world.database);

    assertThat(SealedWorld.damages(evidence, Set.of(SealKeys.make().id().text())))
        .containsExactly("KEY_NOT_VOUCHED_FOR seal 1");
    assertThat(SealedWorld.damages(evidence, Set.of(world.key.id().text()))).isEmpty();
  }

  /** Signs a seal anew that says the same but for its key, so that all else fits. */
  private void forge(SealKey key, long number) {
    Seal seal =
        Seal.read(world.texts("select content from audit_seal where seal = ?", number).get(0))
            .orElseThrow();
    Seal forged =
        new Seal(
            seal.number(),
            seal.at(),
            seal.leaves(),
            seal.events(),
            seal.root(),
            seal.previous(),
            seal.algorithm(),
            key.id().text());
    String text = forged.text();
    String signature =
        Base64.getEncoder()
            .encodeToString(SealKeys.sign(key, text.getBytes(StandardCharsets.UTF_8)));
    world.change(
        "update audit_seal set content = ?, hash = ?, signature = ? where seal = ?",
        text,
        Seal.hash(text).text(),
        signature,
        number);
    world.change("update audit_chain set hash = ? where seal = ?", Seal.hash(text).text(), number);
  }

  @Test
  void shouldFindAMissingSeal() {
    world.change("delete from audit_seal where seal = 2");

    assertThat(world.verify())
        .contains("SEAL_MISSING seal 2", "LEAF_ADDED seal 2, leaf " + world.leaf("f"));
  }

  @Test
  void shouldFindACutTailByTheChainOrByAnAnchorThatWasKeptElsewhere() {
    Anchor anchor = world.anchor(3);
    String before = world.anchor(2).hash();
    long leaf = world.leaf("g");
    world.change("delete from audit_event where leaf = ?", leaf);
    world.change("delete from audit_leaf where id = ?", leaf);
    world.change("delete from audit_seal_leaf where seal = 3");
    world.change("delete from audit_seal where seal = 3");
    assertThat(world.verify()).containsExactly("TAIL_CUT seals 3 to 3");

    world.change("update audit_chain set seal = 2, hash = ?", before);

    assertThat(world.verify()).isEmpty(); // nothing in the database can tell
    assertThat(world.verify(anchor)).containsExactly("TAIL_CUT seals 3 to 3");
  }

  @Test
  void shouldFindAChainThatTheOwnerOfDatabaseAndKeyRebuilt() {
    Anchor anchor = world.anchor(2);
    forgeLeafOf("f");
    Seal seal =
        Seal.read(world.texts("select content from audit_seal where seal = 2").get(0))
            .orElseThrow();
    MerkleTree tree = new MerkleTree();
    world
        .texts(
            """
            select l.id || ' ' || l.events || ' ' || l.root from audit_seal_leaf s
            join audit_leaf l on l.id = s.leaf where s.seal = 2 order by s.place
            """)
        .forEach(text -> tree.add(text.getBytes(StandardCharsets.UTF_8)));
    rewrite(seal, tree.root().text(), seal.previous());
    Seal last =
        Seal.read(world.texts("select content from audit_seal where seal = 3").get(0))
            .orElseThrow();
    rewrite(last, last.root(), world.anchor(2).hash());

    assertThat(world.verify()).isEmpty(); // nothing in the database can tell
    assertThat(world.verify(anchor)).containsExactly("ANCHOR_DIFFERS seal 2");
  }

  private void rewrite(Seal seal, String root, String previous) {
    Seal rebuilt =
        new Seal(
            seal.number(),
            seal.at(),
            seal.leaves(),
            seal.events(),
            root,
            previous,
            seal.algorithm(),
            seal.key());
    world.change("update audit_seal set content = ? where seal = ?", rebuilt.text(), seal.number());
    forge(world.key, seal.number());
  }

  @Test
  void shouldSayWhatWhereInBothLanguages() {
    world.change(
        "update audit_event set content = replace(content, '\"n\":1', '\"n\":2') where event = 'b'");
    List<String> said = new java.util.ArrayList<>();

    new Verifier(
            new DatabaseEvidence(world.database), List.of(), Set.of(), d -> said.add(d.toString()))
        .run();

    assertThat(said)
        .containsExactly(
            spot(1, "b")
                + ": Its content was changed: it no longer has the hash it was sealed with."
                + " 事件内容被改动，与封存时的散列不符。");
  }
}

package io.shangda.hub.reconcile;

import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.config.TargetConfig.Reconcile;
import io.shangda.hub.operate.query.Ledgers;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a target says that it has, against what it accepted; run on each database. */
abstract class Reconciliations {
  private static final Actor LI = new Actor("li", "they restored a backup");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CoreWorld world;
  private final Shelf above = new Shelf();
  private Reconciling reconciling;

  Reconciliations(Dialect dialect) {
    world = new CoreWorld(dialect);
  }

  @BeforeEach
  void byDigest() {
    configure(new Reconcile(Duration.ofHours(1), null, true, false, "http://up.test/held", 0));
  }

  private void configure(Reconcile how) {
    TargetConfig target = CoreWorld.target(CoreWorld.PROVINCE, 10, 1).with(how);
    world.config.apply(CoreWorld.hub(target));
    AuditLog audit = new AuditLog(world.database, Clock.systemUTC());
    reconciling =
        new Reconciling(world.database, world.config, above, world.outbox.repair(), audit);
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
    assertThat(new Ledgers(world.database).whole().balanced()).isTrue();
  }

  /** The other side: what it took, and how it answers, reckoned by itself. */
  private static final class Shelf implements Platform {
    final Map<String, ObjectNode> records = new TreeMap<>();
    int lists;
    @Nullable RuntimeException fault;
    Runnable meanwhile = () -> {};

    Reading.Result take(Delivery delivery) {
      String name = delivery.record().source() + "/" + delivery.record().key();
      if (delivery.operation() == Operation.WITHDRAW) {
        records.remove(delivery.record().type() + " " + name);
      } else {
        ObjectNode held = JSON.createObjectNode();
        held.put("type", delivery.record().type().value());
        held.put("source", delivery.record().source().value());
        held.put("key", delivery.record().key());
        held.put("targetKey", delivery.targetKey());
        held.put("recordVersion", delivery.recordVersion());
        held.put(
            "day",
            LocalDate.ofInstant(delivery.plannedAt(), java.time.ZoneId.of("Asia/Shanghai"))
                .toString());
        held.put(
            "contentHash",
            Hash.sha256(java.util.Objects.requireNonNull(delivery.payload())).text());
        records.put(delivery.record().type() + " " + name, held);
      }
      return CoreWorld.said(Word.ACCEPTED);
    }

    @Override
    public JsonNode ask(TargetConfig target, Map<String, String> query) {
      if (fault != null) {
        throw fault;
      }
      ObjectNode answer =
          "digest".equals(query.get("by")) ? digests() : list(query.get("type"), query.get("day"));
      meanwhile.run();
      return answer;
    }

    ObjectNode held(String name) {
      return java.util.Objects.requireNonNull(records.get(name));
    }

    /** Gives the target key of what is lost. */
    String lose(String name) {
      String key = held(name).path("targetKey").asText();
      records.remove(name);
      return key;
    }

    private ObjectNode list(@Nullable String type, @Nullable String day) {
      lists++;
      ObjectNode answer = JSON.createObjectNode();
      ArrayNode list = answer.putArray("records");
      for (ObjectNode one : records.values()) {
        if ((type == null || one.path("type").asText().equals(type))
            && (day == null || one.path("day").asText().equals(day))) {
          list.add(one);
        }
      }
      return answer;
    }

    private ObjectNode digests() {
      Map<String, BigInteger> sums = new TreeMap<>();
      Map<String, Integer> counts = new TreeMap<>();
      for (ObjectNode one : records.values()) {
        String part = one.path("type").asText() + " " + one.path("day").asText();
        String leaf =
            one.path("source").asText()
                + "/"
                + one.path("key").asText()
                + "\n"
                + one.path("recordVersion").asText().split("\\.")[1]
                + "\n"
                + one.path("contentHash").asText();
        sums.merge(part, new BigInteger(Hash.sha256(leaf).hex(), 16), BigInteger::xor);
        counts.merge(part, 1, Integer::sum);
      }
      ObjectNode answer = JSON.createObjectNode();
      ArrayNode days = answer.putArray("days");
      sums.forEach(
          (part, sum) ->
              days.addObject()
                  .put("type", part.split(" ")[0])
                  .put("day", part.split(" ")[1])
                  .put("records", counts.get(part))
                  .put("digest", "%064x".formatted(sum)));
      return answer;
    }
  }

  private void send() {
    world.sendAll(above::take);
  }

  private Reconciling.Made compare() {
    return reconciling.compareNow(CoreWorld.PROVINCE, LI);
  }

  private List<String> open() {
    return reconciling.differences().list("province", "open", null, 100).stream()
        .map(one -> one.kind() + " " + one.name())
        .toList();
  }

  private Differences.Outcome resend() {
    return reconciling.differences().resend(CoreWorld.PROVINCE, List.of(), LI);
  }

  @Test
  void shouldFindNoDifferenceAndAskForNoListWhereAllIsAlike() {
    world.pull(record("a"), record("b"), step("s", "a"));
    send();
    send();
    world.pull(record("b", "deleted", "true"));
    send();

    Reconciling.Made made = compare();

    assertThat(made.state()).as(String.valueOf(made.error())).isEqualTo("complete");
    assertThat(made.records()).isEqualTo(2);
    assertThat(made.differences()).isZero();
    assertThat(above.lists).isZero();
  }

  @Test
  void shouldFindWhatIsMissingThereUnknownHereAndDifferent() {
    world.pull(record("a"), record("b"), record("c"));
    send();
    above.records.remove("case-accept town/a");
    above.held("case-accept town/b").put("contentHash", "sha256:00");
    ObjectNode stranger = above.held("case-accept town/c").deepCopy();
    above.records.put("case-accept town/x", stranger.put("key", "x"));

    Reconciling.Made made = compare();

    assertThat(made.differences()).isEqualTo(3);
    assertThat(made.days()).isEqualTo(1);
    assertThat(open())
        .containsExactlyInAnyOrder("missing town/a", "different town/b", "unknown town/x");
    assertThat(reconciling.differences().open()).containsEntry("province", 3L);
  }

  @Test
  void shouldResendTheDifferencesOnlyUnderNewKeysAndFindThemMended() {
    world.pull(record("a"), record("b"), record("c"));
    List<Delivery> first = world.sendAll(above::take);
    above.records.remove("case-accept town/a");
    above.held("case-accept town/b").put("contentHash", "sha256:00");
    compare();

    Differences.Outcome outcome = resend();
    List<Delivery> again = world.sendAll(above::take);

    assertThat(outcome.done()).isEqualTo(2);
    assertThat(again)
        .extracting(d -> d.operation().word() + " " + d.record().key())
        .containsExactlyInAnyOrder("insert a", "update b");
    assertThat(again).extracting(Delivery::version).containsOnly(1);
    assertThat(again)
        .extracting(d -> d.key().text())
        .doesNotContainAnyElementsOf(first.stream().map(d -> d.key().text()).toList());
    assertThat(again)
        .extracting(Delivery::targetKey)
        .isSubsetOf(first.stream().map(Delivery::targetKey).toList());
    assertThat(compare().differences()).isZero();
    assertThat(open()).isEmpty();
    assertThat(world.events("a")).contains("resent by li: " + LI.reason());
    assertThat(world.number("select count(*) from difference where state = 'gone'")).isEqualTo(2);
  }

  @Test
  void shouldGoOnFromWhatWasResent() {
    world.pull(record("a"));
    send();
    above.records.clear();
    compare();
    resend();
    world.pull(record("a", "v", "2"));

    assertThat(world.states("a")).isEqualTo("1:delivered 1:batched 2:waiting");
    List<Delivery> sent = world.sendAll(above::take);
    sent.addAll(world.sendAll(above::take));
    assertThat(sent).extracting(Delivery::version).containsSubsequence(2);
    assertThat(compare().differences()).isZero();
  }

  @Test
  void shouldTakeNothingForADifferenceThatMovedMeanwhile() {
    world.pull(record("a"), record("b"));
    send();
    world.pull(record("a", "v", "2"));
    above.meanwhile =
        () -> {
          above.meanwhile = () -> {};
          send();
        };
    above.held("case-accept town/b").put("contentHash", "sha256:00");

    compare();

    assertThat(open()).containsExactly("different town/b");
  }

  @Test
  void shouldWithdrawAgainWhatATargetStillHas() {
    world.pull(record("a"), record("b"));
    send();
    ObjectNode kept = above.held("case-accept town/a").deepCopy();
    world.pull(record("a", "deleted", "true"));
    send();
    above.records.put("case-accept town/a", kept);

    compare();
    assertThat(open()).containsExactly("unknown town/a");
    resend();
    send();

    assertThat(above.records).doesNotContainKey("case-accept town/a");
    assertThat(compare().differences()).isZero();
  }

  @Test
  void shouldResendAParentBeforeItsChild() {
    world.pull(record("p"), step("s", "p"));
    send();
    send();
    above.records.clear();
    compare();

    Differences.Outcome outcome = resend();

    assertThat(outcome.skipped())
        .hasSize(1)
        .first()
        .asString()
        .contains("its parent is sent again");
    assertThat(world.sendAll(above::take)).extracting(d -> d.record().key()).containsExactly("p");
    compare();
    resend();
    send();
    assertThat(compare().differences()).isZero();
  }

  @Test
  void shouldLeaveWhatAPersonLeavesAsLongAsItStaysAlike() {
    world.pull(record("a"));
    send();
    above.held("case-accept town/a").put("contentHash", "sha256:00");
    compare();
    reconciling.differences().leave(CoreWorld.PROVINCE, List.of(), LI);

    compare();
    assertThat(open()).isEmpty();
    above.held("case-accept town/a").put("contentHash", "sha256:11");
    compare();

    assertThat(open()).containsExactly("different town/a");
  }

  @Test
  void shouldLeaveToAPersonMoreThanTheConfigurationAllows() {
    configure(new Reconcile(Duration.ofHours(1), null, true, false, "http://up.test/held", 1));
    world.pull(record("a"), record("b"));
    send();
    above.records.clear();

    compare();

    assertThat(world.sendAll(above::take)).isEmpty();
    assertThat(open()).hasSize(2);
  }

  @Test
  void shouldCompareWhenTheScheduleSaysSo() {
    configure(new Reconcile(Duration.ofMillis(1), null, true, false, "http://up.test/held", 0));

    org.awaitility.Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              reconciling.compareDue();
              return reconciling.made(CoreWorld.PROVINCE, null, 10).size() > 1;
            });
    assertThat(reconciling.made(CoreWorld.PROVINCE, null, 1).get(0).person()).isNull();
  }

  @Test
  void shouldMendOneDifferenceByItself() {
    configure(new Reconcile(Duration.ofHours(1), null, true, false, "http://up.test/held", 1));
    world.pull(record("a"), record("b"));
    send();
    above.records.remove("case-accept town/a");

    compare();

    assertThat(world.sendAll(above::take)).extracting(d -> d.record().key()).containsExactly("a");
  }

  @Test
  void shouldMendNothingByItselfWhileTheTargetIsPaused() {
    configure(new Reconcile(Duration.ofHours(1), null, true, false, "http://up.test/held", 1));
    world.pull(record("a"));
    send();
    above.records.clear();
    world.outbox.targets().pause(CoreWorld.PROVINCE, LI);

    compare();

    assertThat(open()).hasSize(1);
    assertThat(world.number("select count(*) from batch")).isZero();
  }

  @Test
  void shouldCompareAWholeListByTheTargetsOwnKeys() {
    configure(new Reconcile(Duration.ofHours(1), null, false, true, "http://up.test/held", 0));
    world.pull(record("a"), record("b"));
    send();
    above
        .records
        .values()
        .forEach(one -> one.remove(List.of("source", "key", "contentHash", "recordVersion")));
    String lost = above.lose("case-accept town/a");

    compare();

    assertThat(open()).containsExactly("missing " + lost);
    resend();
    List<Delivery> again = world.sendAll(above::take);
    assertThat(again).extracting(Delivery::targetKey).containsExactly(lost);
  }

  @Test
  void shouldNotTakeWhatIsUnderWayForUnknownByTheTargetsOwnKeys() {
    configure(new Reconcile(Duration.ofHours(1), null, false, true, "http://up.test/held", 0));
    world.pull(record("a"));
    Claimed claimed = world.claimed();
    claimed.deliveries().forEach(above::take);
    above.records.values().forEach(one -> one.remove(List.of("source", "key")));

    assertThat(compare().differences()).isZero();
    above.meanwhile = () -> world.settle(claimed, d -> CoreWorld.said(Word.ACCEPTED));
    assertThat(compare().differences()).isZero();
    above.meanwhile = () -> {};
    assertThat(compare().differences()).isZero();
    assertThat(world.states("a")).isEqualTo("1:delivered");
  }

  private Manifests manifests(String answer, List<JsonNode> pushed) {
    TargetConfig target =
        CoreWorld.target(CoreWorld.PROVINCE, 10, 1)
            .with(new TargetConfig.Manifest(Duration.ofMillis(1), null, "http://up.test/manifest"));
    world.config.apply(CoreWorld.hub(target));
    return new Manifests(
        world.database,
        world.config,
        (to, manifest) -> {
          pushed.add(manifest);
          try {
            return JSON.readTree(answer);
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        },
        world.outbox.repair(),
        new AuditLog(world.database, Clock.systemUTC()));
  }

  private void push(Manifests manifests, List<JsonNode> pushed) {
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              manifests.pushDue();
              return !pushed.isEmpty();
            });
  }

  @Test
  void shouldTellWhatATargetShouldHaveAndSendAgainWhatItsAnswerNames() {
    List<JsonNode> pushed = new java.util.ArrayList<>();
    Manifests manifests =
        manifests(
            "{\"resend\":[{\"type\":\"case-accept\",\"source\":\"town\",\"key\":\"a\"},"
                + "{\"type\":\"case-accept\",\"source\":\"town\",\"key\":\"nobody\"}]}",
            pushed);
    world.pull(record("a"), record("b"));
    send();

    push(manifests, pushed);

    JsonNode manifest = pushed.get(0);
    assertThat(manifest.path("days").toString()).isEqualTo(above.digests().path("days").toString());
    assertThat(manifest.path("last").asLong()).isGreaterThan(manifest.path("first").asLong());
    assertThat(world.sendAll(above::take)).extracting(d -> d.record().key()).containsExactly("a");
    assertThat(world.events("a")).anyMatch(event -> event.startsWith("resent by target province"));
  }

  @Test
  void shouldPauseATargetThatAsksForItUntilAPersonResumes() {
    List<JsonNode> pushed = new java.util.ArrayList<>();
    Manifests manifests = manifests("{\"commands\":[{\"do\":\"pause\",\"why\":\"年终结账\"}]}", pushed);

    push(manifests, pushed);

    world.pull(record("a"));
    assertThat(world.claimBatch()).isNull();
    assertThat(world.number("select count(*) from target_state where pause_reason like '%年终结账%'"))
        .isEqualTo(1);
    world.outbox.targets().resume(CoreWorld.PROVINCE, LI);
    assertThat(world.sendAll(above::take)).hasSize(1);
  }

  @Test
  void shouldCompareReceiptsBothWays() {
    world.pull(record("a"), record("b"), record("c"));
    world.sendAll(d -> new Reading.Result(Word.ACCEPTED, "SJ-" + d.record().key(), ""));
    Receipts receipts = reconciling.receipts();
    long comparison = receipts.begin(CoreWorld.PROVINCE, LI);
    assertThat(receipts.add(comparison, List.of("SJ-a", " ", "SJ-x"))).containsExactly(" ");
    assertThat(receipts.add(comparison, List.of("SJ-c"))).isEmpty();

    int found = receipts.compare(comparison, java.time.Instant.now().plusSeconds(60), LI);

    assertThat(found).isEqualTo(2);
    assertThat(open()).containsExactlyInAnyOrder("missing town/b", "unknown receipt SJ-x");
    assertThat(resend().done()).isEqualTo(1);
    assertThat(world.sendAll(above::take)).extracting(d -> d.record().key()).containsExactly("b");
    assertThat(world.number("select count(*) from receipt_stage")).isZero();
    assertThatThrownBy(() -> receipts.add(comparison, List.of("SJ-a")))
        .hasMessageContaining("no comparison");
  }

  @Test
  void shouldCompareReceiptsOfAnyLengthAndAnyCharacters() {
    Map<String, String> receipts =
        Map.of(
            "a",
            "R".repeat(300),
            "b",
            "S".repeat(1000) + "1",
            "c",
            "S".repeat(1000) + "2",
            "d",
            "R\u0000-'1\n",
            "e",
            "E".repeat(300));
    world.pull(record("a"), record("b"), record("c"), record("d"), record("e"));
    world.sendAll(d -> new Reading.Result(Word.ACCEPTED, receipts.get(d.record().key()), ""));
    Receipts compared = reconciling.receipts();
    long comparison = compared.begin(CoreWorld.PROVINCE, LI);
    compared.add(comparison, List.of("R".repeat(300), "S".repeat(1000) + "1", "R\u0000-'1\n"));
    compared.add(comparison, List.of("another".repeat(1000)));

    int found = compared.compare(comparison, java.time.Instant.now().plusSeconds(60), LI);

    assertThat(found).isEqualTo(3);
    assertThat(open())
        .contains("missing town/c", "missing town/e")
        .anyMatch(difference -> difference.startsWith("unknown receipt another"));
  }

  @Test
  void shouldNotMissAReceiptThatWasGivenAfterTheListWasMade() {
    world.pull(record("a"));
    send();
    Receipts receipts = reconciling.receipts();
    long comparison = receipts.begin(CoreWorld.PROVINCE, LI);

    int found = receipts.compare(comparison, java.time.Instant.now().minusSeconds(3600), LI);

    assertThat(found).isZero();
  }

  @Test
  void shouldSayWhyATargetCouldNotBeCompared() {
    above.fault = new Platform.NoAnswerException("http://up.test/held answered no JSON");

    Reconciling.Made made = compare();

    assertThat(made.state()).isEqualTo("failed");
    assertThat(made.error()).contains("answered no JSON");
    world.config.apply(CoreWorld.hub(CoreWorld.target(CoreWorld.PROVINCE, 10, 1)));
    assertThatThrownBy(this::compare).hasMessageContaining("no 'reconcile' in its configuration");
  }
}

package io.shangda.hub.intake;

import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.operate.query.Ledgers;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Hash;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a predecessor had delivered counts as accepted last; run on each database. */
abstract class TakenOver {
  private static final Actor LI = new Actor("li", "the old hub is switched off");

  private final CoreWorld world;
  private final Baseline baseline;

  TakenOver(Dialect dialect) {
    world = new CoreWorld(dialect);
    baseline =
        new Baseline(world.database, world.config, new AuditLog(world.database, Clock.systemUTC()));
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
    assertThat(new Ledgers(world.database).whole().balanced()).isTrue();
  }

  private Baseline.Outcome take(Baseline.Line... lines) {
    return baseline.take(CoreWorld.PROVINCE, List.of(lines), LI);
  }

  private static Baseline.Line line(String key, @Nullable String content, int version) {
    return new Baseline.Line(
        "case-accept",
        "town",
        key,
        "OLD-" + key,
        "R-old-" + key,
        content == null ? null : Hash.sha256(content).text(),
        version);
  }

  @Test
  void shouldSendOnlyWhatDiffersFromWhatThePredecessorDelivered() {
    Baseline.Outcome outcome =
        take(line("a", record("a"), 1), line("b", record("b", "v", "old"), 1), line("c", null, 1));

    assertThat(outcome.imported()).isEqualTo(3);
    world.pull(record("a"), record("b"), record("c"), record("d"));

    List<Delivery> sent = world.acceptAll();
    assertThat(sent)
        .extracting(d -> d.operation().word() + " " + d.record().key())
        .containsExactlyInAnyOrder("update b", "update c", "insert d");
    assertThat(sent)
        .filteredOn(d -> d.record().key().equals("b"))
        .extracting(Delivery::targetKey)
        .containsExactly("OLD-b");
    assertThat(world.states("a")).isEqualTo("1:delivered 2:delivered");
    assertThat(world.events("a")).contains("baseline by li: " + LI.reason());
  }

  @Test
  void shouldGoOnFromThePredecessorsVersionNumber() {
    take(line("a", record("a"), 7));
    world.pull(record("a", "v", "2"));

    assertThat(world.acceptAll()).extracting(Delivery::recordVersion).containsExactly("1.8");
  }

  @Test
  void shouldWithdrawWhatThePredecessorDelivered() {
    take(line("a", record("a"), 1));
    world.pull(record("a", "deleted", "true"));

    assertThat(world.acceptAll())
        .extracting(d -> d.operation().word() + " " + d.targetKey())
        .containsExactly("withdraw OLD-a");
  }

  @Test
  void shouldSendAChildOfAParentThatThePredecessorDelivered() {
    take(line("p", record("p"), 1));
    world.pull(step("s", "p"));

    assertThat(world.acceptAll()).extracting(d -> d.record().key()).containsExactly("s");
  }

  @Test
  void shouldChangeNothingTheSecondTime() {
    take(line("a", record("a"), 1));

    Baseline.Outcome again = take(line("a", record("a"), 1), line("b", null, 0));

    assertThat(again.known()).isEqualTo(1);
    assertThat(again.imported()).isEqualTo(1);
    assertThat(world.number("select count(*) from delivery")).isEqualTo(2);
  }

  @Test
  void shouldSayWhyALineIsRefused() {
    world.pull(record("x"));
    Baseline.Outcome outcome =
        take(
            new Baseline.Line("case-accept", "nowhere", "a", null, null, null, null),
            new Baseline.Line("case-other", "town", "a", null, null, null, null),
            new Baseline.Line("case-accept", "town", "", null, null, null, null),
            new Baseline.Line("case-accept", "town", "a", null, null, "md5:1", null));

    assertThat(outcome.imported()).isZero();
    assertThat(String.join("\n", outcome.refused()))
        .contains("no such source", "no such type for this target", "the key is empty")
        .contains("not 'sha256:' and 64");
    assertThat(take(line("x", null, 0)).known()).as("the hub has sent it itself").isEqualTo(1);
  }
}

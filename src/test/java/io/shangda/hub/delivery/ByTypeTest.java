package io.shangda.hub.delivery;

import static io.shangda.hub.support.CoreWorld.PROVINCE;
import static io.shangda.hub.support.CoreWorld.hub;
import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.said;
import static io.shangda.hub.support.CoreWorld.step;
import static io.shangda.hub.support.CoreWorld.target;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Command;
import io.shangda.hub.push.CommandReader;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A target asks, in an answer, for less of a record type: of that one only. */
@ParameterizedClass
@EnumSource(Dialect.class)
class ByTypeTest {
  private static final Actor LI = new Actor("li", "they have moved house");
  private static final String STOP = "{\"do\":\"stop\",\"type\":\"case-accept\",\"why\":\"年终结账\"}";
  private static final String PAUSE =
      "{\"do\":\"pause\",\"type\":\"case-accept\",\"seconds\":3600}";
  private static final String SLOW = "{\"do\":\"rate\",\"type\":\"case-accept\",\"perSecond\":2}";

  private final CoreWorld world;

  ByTypeTest(Dialect dialect) {
    world = new CoreWorld(dialect, target(PROVINCE, 10, 1));
  }

  /** A case that its steps wait for no more. */
  @BeforeEach
  void aCaseIsAccepted() {
    world.pull(record("first"));
    world.acceptAll();
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
  }

  @Test
  void shouldHoldOnlyTheTypeThatIsStoppedUntilAPersonResumesIt() {
    answered(STOP);
    world.pull(record("a"), step("s", "first"), record("b"));

    assertThat(sent()).containsExactly("s");
    assertThat(world.states("a")).isEqualTo("1:batched");
    assertThat(world.outbox.relay().hints()).isEmpty();
    assertThat(sent()).isEmpty();

    assertThat(resume()).isTrue();
    assertThat(sent()).containsExactly("a", "b");
    assertThat(resume()).as("nothing is in force any more").isFalse();
  }

  @Test
  void shouldAuditWhoAskedForWhatAndWhatWasBefore() {
    answered(SLOW);
    answered(STOP);
    answered(STOP, SLOW);
    resume();

    assertThat(events())
        .satisfiesExactly(
            one ->
                assertThat(one)
                    .contains("type-commanded", "target province", "as configured", "rate 2/s"),
            one ->
                assertThat(one)
                    .contains(
                        "type-commanded",
                        "asked for in its answer to a push",
                        Hash.sha256("年终结账").text(),
                        "\"before\":\"rate 2/s\"",
                        "rate 2/s; stopped until a person resumes it"),
            one ->
                assertThat(one).contains("type-resumed", "\"li\"", "\"after\":\"as configured\""));
  }

  @Test
  void shouldSealNoWordOfThePlatformWhichCanNeverBeErased() {
    answered(STOP, "{\"do\":\"pause\",\"why\":\"搬迁\"}", "{\"do\":\"dance\",\"why\":\"跳舞\"}");

    assertThat(events("%"))
        .contains("type-commanded", "target-paused", "command-refused")
        .contains(Hash.sha256("年终结账").text(), Hash.sha256("搬迁").text())
        .doesNotContain("年终结账", "搬迁", "跳舞");
    assertThat(world.number("select count(*) from type_command where why = '年终结账'")).isEqualTo(1);
    assertThat(world.number("select count(*) from target_state where pause_reason like '%搬迁'"))
        .isEqualTo(1);
  }

  @Test
  void shouldSendTheNewestOnlyOfWhatChangedWhileItsTypeWasStopped() {
    answered(STOP);
    world.pull(record("a", "text", "old"));
    assertThat(sent()).isEmpty();
    world.pull(record("a", "text", "new"));
    assertThat(sent()).isEmpty();

    resume();

    assertThat(sent()).containsExactly("a");
    assertThat(world.states("a")).isEqualTo("1:superseded 2:delivered");
  }

  @Test
  void shouldSendAgainByItselfWhenAPauseIsOver() {
    answered(PAUSE);
    world.pull(record("a"), step("s", "first"));
    assertThat(sent()).containsExactly("s");
    world.outbox.relay().sweep();
    assertThat(sent()).isEmpty();

    world.execute("update type_command set held_until = current_timestamp - interval '1' second");
    world.outbox.relay().sweep();

    assertThat(sent()).containsExactly("a");
    assertThat(events()).last().asString().contains("type-resumed", "\"hub\"");
  }

  @Test
  void shouldKeepAStopWhenAPauseIsAskedForAndTheRateWhenAPauseIsOver() {
    answered(SLOW, STOP);
    answered(PAUSE);
    assertThat(inForce()).isEqualTo("rate 2/s; stopped until a person resumes it");
    resume();

    answered(SLOW, PAUSE);
    world.execute("update type_command set held_until = current_timestamp - interval '1' second");
    world.outbox.relay().sweep();

    assertThat(inForce()).isEqualTo("rate 2/s");
  }

  @Test
  void shouldSendATypeAtTheRateItsTargetAsksForAndTheOthersAsFastAsEver() {
    answered(SLOW);
    world.pull(all(20, i -> record("r" + i), i -> step("s" + i, "first")));
    world.execute("update type_command set next_send_at = current_timestamp + interval '1' hour");

    assertThat(sent()).hasSize(20).allMatch(key -> key.startsWith("s"));
    assertThat(world.outbox.relay().hints()).isEmpty();

    for (int i = 1; i <= 3; i++) {
      world.execute("update type_command set next_send_at = current_timestamp");
      assertThat(world.outbox.relay().hints()).containsExactly(PROVINCE);
      Claimed claimed = world.claimed();
      assertThat(claimed.deliveries()).as("slots of the coming second").hasSize(1);
      assertThat(claimed.pace().everyNanos()).isEqualTo(555_555_555);
      assertThat(
              world.number(
                  "select count(*) from type_command where next_send_at > current_timestamp -"
                      + " interval '1' minute"))
          .isEqualTo(1);
      world.execute("update type_command set next_send_at = current_timestamp + interval '1' hour");
      world.settle(claimed, d -> said(Word.ACCEPTED));
      assertThat(sent()).isEmpty();
    }
    resume();
    assertThat(sent()).hasSize(17);
  }

  @Test
  void shouldNotBeFasterThanConfiguredWhateverATargetAsksFor() {
    world.config.apply(hub(target(PROVINCE, 20, 1, t -> t.rate(10))));
    answered("{\"do\":\"rate\",\"type\":\"case-accept\",\"perSecond\":10}");
    world.pull(record("a"), record("b"));
    world.execute("update type_command set next_send_at = current_timestamp");

    assertThat(world.claimed().pace().everyNanos()).isEqualTo(111_111_111);

    answered("{\"do\":\"rate\",\"type\":\"case-accept\",\"perSecond\":11}");
    assertThat(inForce()).isEqualTo("rate 10/s");
  }

  @Test
  void shouldRefuseABadCommandSayItOnceAndObeyTheRest() {
    String bad = "{\"do\":\"stop\",\"type\":\"nobody\"}";
    answered(bad, STOP);
    answered(bad);

    assertThat(inForce()).isEqualTo("stopped until a person resumes it");
    assertThat(world.number("select count(*) from audit_event where event = 'command-refused'"))
        .isEqualTo(1);
    assertThat(
            world.number(
                "select count(*) from target_state where last_error like '%none that this target is"
                    + " sent%'"))
        .isEqualTo(1);
    answered("{\"do\":\"pause\",\"type\":\"case-process\",\"until\":\"2001-01-01T00:00:00Z\"}");
    assertThat(world.number("select count(*) from type_command where type = 'case-process'"))
        .isZero();
  }

  @Test
  void shouldPauseTheWholeTargetWhereNoTypeIsNamed() {
    answered("{\"do\":\"pause\",\"why\":\"搬迁\"}");

    world.pull(record("a"), step("s", "first"));
    assertThat(sent()).isEmpty();

    assertThat(world.number("select count(*) from target_state where pause_reason like '%搬迁%'"))
        .isEqualTo(1);
    world.outbox.targets().resume(PROVINCE, LI);
    assertThat(sent()).containsExactly("a", "s");
  }

  @Test
  void shouldTakeNoLateOutcomeOfWhatWasSetAsideAndKnowThatItMayHaveArrived() {
    world.pull(record("a"));
    Claimed lost = world.claimed();
    world.execute("update batch set due_at = current_timestamp - interval '1' second");
    world.pull(step("s", "first"));
    Claimed other = Objects.requireNonNull(claimUntil("s", lost));
    settle(other, STOP);
    assertThat(sent()).isEmpty();
    assertThat(world.settle(lost, d -> said(Word.ACCEPTED))).isFalse();

    resume();

    Claimed again = world.claimed();
    assertThat(again.reached()).isTrue();
    assertThat(again.deliveries().get(0).key()).isEqualTo(lost.deliveries().get(0).key());
    world.settle(again, d -> said(Word.DUPLICATE));
    assertThat(world.states("a")).isEqualTo("1:delivered");
  }

  /** The step's batch, while that of the case is under a lease. */
  private Claimed claimUntil(String key, Claimed lost) {
    world.execute(
        "update batch set due_at = current_timestamp + interval '1' hour where id = "
            + lost.batch());
    Claimed claimed = world.claimed();
    assertThat(claimed.deliveries()).extracting(d -> d.record().key()).containsExactly(key);
    world.execute(
        "update batch set due_at = current_timestamp - interval '1' second where id = "
            + lost.batch());
    return claimed;
  }

  @Test
  void shouldLeaveWhatIsSetAsideWhereItIsWhenTheClockIsTurnedBack() {
    answered(STOP);
    world.pull(record("a"));
    assertThat(sent()).isEmpty();

    world.outbox.relay().sweep();

    assertThat(sent()).isEmpty();
    assertThat(world.number("select count(*) from batch_aside")).isEqualTo(1);
    resume();
    assertThat(sent()).containsExactly("a");
    assertThat(world.number("select count(*) from batch_aside")).isZero();
  }

  private static String[] all(
      int count,
      java.util.function.IntFunction<String> one,
      java.util.function.IntFunction<String> other) {
    return IntStream.range(0, count)
        .boxed()
        .flatMap(i -> java.util.stream.Stream.of(one.apply(i), other.apply(i)))
        .toArray(String[]::new);
  }

  /** A step is sent, and its answer carries these commands. */
  private void answered(String... commands) {
    String key = "ask" + world.number("select count(*) from record");
    world.pull(step(key, "first"));
    Claimed claimed = world.claimed();
    while (claimed.deliveries().stream().noneMatch(d -> d.record().key().equals(key))) {
      world.settle(claimed, d -> said(Word.ACCEPTED));
      claimed = world.claimed();
    }
    settle(claimed, commands);
  }

  private void settle(Claimed claimed, String... commands) {
    List<PushRequest> requests = CoreWorld.requests(claimed);
    List<Reading> readings =
        new ArrayList<>(
            Collections.nCopies(
                requests.size(), new Reading.Results(List.of(said(Word.ACCEPTED)))));
    world.outbox.outcomes().settle(claimed, requests, readings, List.of(), read(commands));
  }

  private List<Command> read(String... commands) {
    String answer = "{\"commands\":[" + String.join(",", commands) + "]}";
    try {
      return CommandReader.read(
          Objects.requireNonNull(world.config.get().targets().get(PROVINCE)),
          new ObjectMapper().readTree(answer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> sent() {
    return world.acceptAll().stream().map(Delivery::record).map(r -> r.key()).sorted().toList();
  }

  private boolean resume() {
    return world.outbox.targets().resume(PROVINCE, new RecordType("case-accept"), LI);
  }

  private String inForce() {
    return world.database.read(TypeCommand::all).get(0).text();
  }

  private List<String> events() {
    return eventsLike("type-%");
  }

  private String events(String like) {
    return String.join(" ", eventsLike(like));
  }

  private List<String> eventsLike(String like) {
    return world.database.read(
        c ->
            Sql.list(
                c,
                "select content from audit_event where event like ? order by id",
                row -> row.getString(1),
                like));
  }
}

package io.shangda.hub.delivery;

import static io.shangda.hub.support.CoreWorld.PROVINCE;
import static io.shangda.hub.support.CoreWorld.hub;
import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.said;
import static io.shangda.hub.support.CoreWorld.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Pace;
import io.shangda.hub.push.PushReply;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.push.Reading;
import io.shangda.hub.push.Trip;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** P5: no target sees more requests in a second than it allows, whatever the nodes do at once. */
@ParameterizedClass
@EnumSource(Dialect.class)
class RateTest {
  private final CoreWorld world;

  RateTest(Dialect dialect) {
    world = new CoreWorld(dialect, target(PROVINCE, 10, 1));
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
  }

  @Test
  void shouldNeverReserveMoreThanTheRateOnAllNodesTogether() throws Exception {
    // Given: eight claims at once on two nodes, 400 single requests due, ten a second
    int rate = 10;
    world.config.apply(hub(target(PROVINCE, 20, 1, t -> t.rate(rate))));
    world.pull(IntStream.range(0, 400).mapToObj(i -> record("r" + i)).toArray(String[]::new));
    List<Claims> nodes = List.of(world.outbox.claims(), world.node("node-2").claims());
    Instant before = now();

    // When
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Callable<Integer>> work = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Claims claims = nodes.get(i % 2);
      work.add(
          () -> {
            Claimed claimed = claims.claim(PROVINCE);
            return claimed == null ? 0 : claimed.deliveries().size();
          });
    }
    int reserved = 0;
    for (Future<Integer> claimed : threads.invokeAll(work)) {
      reserved += claimed.get();
    }
    threads.shutdown();

    // Then: the slots of the time it took, and of the coming second
    double seconds = Duration.between(before, now()).toMillis() / 1000.0 + 1;
    assertThat(reserved).isGreaterThan(0);
    assertThat((double) reserved).isLessThanOrEqualTo(rate * seconds);
  }

  @Test
  void shouldSpreadAClaimOverTheSecondItsSlotsWereReservedIn() {
    world.config.apply(hub(target(PROVINCE, 20, 1, t -> t.rate(10))));
    world.pull(record("a"), record("b"), record("c"));

    Claimed claimed = world.claimed();

    assertThat(claimed.pace().everyNanos()).isEqualTo(111_111_111);
    assertThat(claimed.pace().firstNanos()).isLessThan(claimed.deadlineNanos());
    assertThat(
            world.number(
                "select count(*) from target_state where next_send_at > current_timestamp"))
        .isEqualTo(1);
  }

  @Test
  void shouldLeaveAsManySlotsEmptyAsRequestsWereHeldUp() {
    world.config.apply(hub(target(PROVINCE, 20, 1, t -> t.rate(10))));
    world.pull(record("a"), record("b"), record("c"));
    Claimed claimed = world.claimed();
    Instant before = nextSend();

    answered(claimed, 20, 2000, 3000);

    assertThat(Duration.between(before, nextSend()).toMillis()).isGreaterThan(200);
  }

  @Test
  void shouldLetASlowButSteadyTargetKeepItsRate() {
    world.config.apply(hub(target(PROVINCE, 20, 1, t -> t.rate(1000))));
    for (int i = 0; i < 20; i++) {
      world.pull(record("a" + i));
      answered(world.claimed(), 700);
    }
    world.pull(record("b"));
    Claimed claimed = world.claimed();
    Instant before = nextSend();

    answered(claimed, 700);

    assertThat(nextSend()).isEqualTo(before);
  }

  /** All of them taken, each after so many milliseconds. */
  private void answered(Claimed claimed, int... millis) {
    List<PushRequest> requests = CoreWorld.requests(claimed);
    assertThat(requests).hasSize(millis.length);
    List<PushReply> replies = new ArrayList<>();
    List<Reading> readings = new ArrayList<>();
    for (int took : millis) {
      Trip trip = new Trip("POST http://province.test/", Instant.EPOCH, took, Map.of());
      replies.add(new PushReply.Answered(200, Map.of(), new byte[0], trip));
      readings.add(new Reading.Results(List.of(said(Word.ACCEPTED))));
    }
    world.outbox.outcomes().settle(claimed, requests, readings, replies);
  }

  private Instant nextSend() {
    return world.database.read(
        c ->
            Objects.requireNonNull(
                Sql.first(
                    c,
                    "select next_send_at from target_state",
                    row -> Objects.requireNonNull(Sql.instant(row, "next_send_at")))));
  }

  @Test
  void shouldTakeSlotsOfItsOwnForAClaimWhoseSlotsHavePassed() {
    TargetConfig rated = target(PROVINCE, 10, 1, options -> options.rate(1));
    CoreWorld slow = new CoreWorld(world.database, Clock.systemUTC(), rated);
    slow.pull(record("a"));
    Claimed claimed = slow.claimed();
    long second = Duration.ofSeconds(1).toNanos();
    long now = System.nanoTime();

    Claims claims = slow.outbox.claims();
    Claimed late = claims.inTime(claimed.with(new Pace(now - second, second, 1)), 1);
    Claimed early = claims.inTime(claimed.with(new Pace(now + 100 * second, second, 1)), 1);

    assertThat(late.pace().firstNanos()).isGreaterThanOrEqualTo(now);
    assertThat(early.pace().firstNanos()).isEqualTo(now + 100 * second);
    assertThat(
            slow.number(
                "select count(*) from target_state"
                    + " where next_send_at > current_timestamp + interval '1' second"))
        .isEqualTo(1);
  }

  private Instant now() {
    return world.database.read(DatabaseTime::now);
  }
}

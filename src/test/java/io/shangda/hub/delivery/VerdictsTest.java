package io.shangda.hub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.push.Blueprint;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.Pace;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.RecordKey;
import io.shangda.hub.record.Word;
import io.shangda.hub.support.CoreWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one answer makes of the deliveries of its request: the table of a delivery's life. */
class VerdictsTest {
  private static final TargetConfig TARGET =
      CoreWorld.target(
          CoreWorld.PROVINCE,
          10,
          10,
          options -> options.retry(Duration.ofMillis(4), Duration.ofMillis(4), 3));

  /**
   * The last column: what becomes of each delivery, {@code state} or {@code again attempt/failures
   * reached}, and what of the target.
   */
  @ParameterizedTest(name = "{0} of {1}, attempt {2}, failures {3}, reached {4}: {5}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          accepted           | 1 | 1 | 0 | false | delivered; accepted
          pending            | 1 | 1 | 0 | false | delivered pending; accepted
          stale              | 1 | 1 | 0 | false | dead refused; refusals 1
          stale              | 1 | 2 | 0 | true  | superseded;
          duplicate          | 1 | 1 | 0 | false | dead refused; refusals 1
          duplicate          | 1 | 2 | 0 | true  | delivered; accepted
          duplicate          | 1 | 2 | 0 | false | dead refused; refusals 1
          rejected           | 1 | 1 | 0 | false | dead refused; refusals 1
          rejected           | 2 | 1 | 0 | false | dead refused, dead refused; refusals 2
          later              | 1 | 1 | 0 | false | again 1/1 unsent; put off
          later              | 1 | 3 | 2 | false | dead;
          not mentioned      | 1 | 1 | 0 | false | again 1/0 reached; unanswered 1
          refused 400        | 1 | 1 | 0 | false | dead refused; refusals 1
          refused 400        | 4 | 1 | 0 | false | again 1/0 reached, again 1/0 reached; refusals 1
          refused 409        | 1 | 1 | 0 | false | dead refused; refusals 1
          refused 409        | 1 | 2 | 0 | true  | again 2/1 reached; put off
          fault 503          | 2 | 1 | 0 | false | again 1/0 reached; fault
          fault 429          | 2 | 1 | 0 | false | again 1/0 unsent; fault
          fault 408          | 2 | 1 | 0 | false | again 1/0 reached; fault
          fault 503          | 1 | 1 | 3 | false | dead; fault
          fault 503          | 4 | 1 | 3 | false | again 1/1 reached, again 1/1 reached; fault
          barred 401         | 2 | 2 | 1 | false | again 1/1 unsent; barred
          barred 401         | 2 | 2 | 1 | true  | again 1/1 reached; barred
          no answer          | 2 | 5 | 9 | false | again 5/9 reached; fault, unanswered 2
          not sent           | 2 | 5 | 9 | false | again 5/9 unsent; fault, unanswered 2
          untouched          | 2 | 1 | 0 | false | again 0/0 unsent;
          unmade             | 1 | 1 | 0 | false | dead;
          """)
  void shouldDecide(
      String answer, int records, int attempt, int failures, boolean reached, String expected) {
    List<Delivery> deliveries =
        IntStream.range(0, records).mapToObj(VerdictsTest::delivery).toList();
    Verdicts verdicts =
        new Verdicts(
            claimed(attempt, reached, deliveries), new Backoff(new Random(1)), failures, false);

    verdicts.read(
        List.of(new PushRequest("", java.util.Map.of(), new byte[0], deliveries, List.of())),
        List.of(reading(answer, records)));

    assertThat(told(verdicts)).isEqualTo(expected.strip());
  }

  private static Reading reading(String answer, int records) {
    int status = answer.matches(".* \\d+") ? Integer.parseInt(answer.replaceAll("\\D", "")) : 0;
    return switch (answer.replaceAll(" \\d+", "")) {
      case "refused" -> new Reading.Refused(status, "no");
      case "fault" -> new Reading.Fault(status, "no", null);
      case "barred" -> new Reading.Barred(status, "no");
      case "no answer" -> new Reading.Unknown(true, "silence");
      case "not sent" -> new Reading.Unknown(false, "no connection");
      case "untouched" -> new Reading.Untouched();
      case "unmade" -> new Reading.Unmade("no");
      default ->
          new Reading.Results(
              IntStream.range(0, records)
                  .mapToObj(i -> new Reading.Result(word(answer), null, "words"))
                  .toList());
    };
  }

  private static @Nullable Word word(String answer) {
    return answer.equals("not mentioned")
        ? null
        : Word.valueOf(answer.toUpperCase(java.util.Locale.ROOT));
  }

  private static String told(Verdicts verdicts) {
    StringBuilder deliveries = new StringBuilder();
    for (Verdicts.Settled one : verdicts.settled()) {
      deliveries
          .append(deliveries.isEmpty() ? "" : ", ")
          .append(one.state().word())
          .append(one.pending() ? " pending" : "")
          .append(one.refused() ? " refused" : "");
    }
    for (Verdicts.Again again : verdicts.again().keySet()) {
      deliveries
          .append(deliveries.isEmpty() ? "" : ", ")
          .append("again %d/%d ".formatted(again.attempt(), again.failures()))
          .append(again.reached() ? "reached" : "unsent");
    }
    Verdicts.Target target = verdicts.target();
    StringBuilder said = new StringBuilder();
    add(said, target.accepted(), "accepted");
    add(said, target.trailingRefusals() > 0, "refusals " + target.trailingRefusals());
    add(said, target.fault() != null, "fault");
    add(said, target.barred() != null, "barred");
    add(said, target.putOff() != null, "put off");
    add(said, verdicts.unanswered() > 0, "unanswered " + verdicts.unanswered());
    return (deliveries + "; " + said).strip();
  }

  private static void add(StringBuilder said, boolean holds, String what) {
    if (holds) {
      said.append(said.isEmpty() ? "" : ", ").append(what);
    }
  }

  private static Claimed claimed(int attempt, boolean reached, List<Delivery> deliveries) {
    return new Claimed(
        7,
        deliveries.size(),
        TARGET,
        new Blueprint(1, TARGET, 10),
        1,
        attempt,
        reached,
        new Pace(0, 0, 1),
        0,
        deliveries);
  }

  private static Delivery delivery(int id) {
    return new Delivery(
        id,
        new RecordKey(CoreWorld.SOURCE, CoreWorld.CASE, "K" + id),
        id,
        1,
        Operation.INSERT,
        Hash.sha256("key " + id),
        "1.1",
        false,
        null,
        new byte[0],
        Instant.EPOCH);
  }
}

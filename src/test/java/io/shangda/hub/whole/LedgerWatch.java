package io.shangda.hub.whole;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.support.HubProcess;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Asks the ledger again and again, and keeps every answer that does not balance. */
final class LedgerWatch {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int QUIET = 6;

  private final HubProcess hub;
  private final List<String> unbalanced = new ArrayList<>();
  private int answers;
  private int silences;

  LedgerWatch(HubProcess hub) {
    this.hub = hub;
  }

  JsonNode ask() {
    JsonNode ledger = hub.get("/api/v1/ledger");
    answers++;
    if (!ledger.at("/balanced").asBoolean()) {
      unbalanced.add(ledger.toString());
    }
    return ledger;
  }

  /** As {@link #ask}, but the hub may be unable to say: its database may be away. */
  private @Nullable JsonNode askIfItCan() {
    try {
      return ask();
    } catch (IllegalStateException | UncheckedIOException e) {
      silences++;
      return null;
    }
  }

  /** Answers that did not balance. */
  List<String> unbalanced() {
    return List.copyOf(unbalanced);
  }

  /** How often it was asked and answered. */
  int answers() {
    return answers;
  }

  /** How often it was asked and could not answer. */
  int silences() {
    return silences;
  }

  /** Asks every quarter of a second for a while. */
  void during(Duration time) {
    during(time, Duration.ofMillis(250));
  }

  /** Asks again and again for a while. */
  void during(Duration time, Duration every) {
    Instant end = Instant.now().plus(time);
    Awaitility.await()
        .atMost(time.plus(PATIENCE))
        .pollInterval(every)
        .until(
            () -> {
              askIfItCan();
              return Instant.now().isAfter(end);
            });
  }

  /** Waits until a number of the ledger is good. */
  void until(String what, String pointer, LongPredicate good) {
    Awaitility.await(what + "; log " + hub.folder())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(250))
        .until(
            () -> {
              JsonNode ledger = askIfItCan();
              return ledger != null && good.test(ledger.at(pointer).asLong());
            });
  }

  /**
   * Waits until a number of the ledger was the same, or could not be told, so many looks in a row.
   *
   * @param beforeEach done before each look
   */
  void untilStill(String pointer, int looks, Runnable beforeEach) {
    long[] last = {-1};
    int[] still = {0};
    Awaitility.await(pointer + " stands still; log " + hub.folder())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(250))
        .until(
            () -> {
              beforeEach.run();
              JsonNode ledger = askIfItCan();
              long now = ledger == null ? last[0] : ledger.at(pointer).asLong();
              still[0] = now == last[0] ? still[0] + 1 : 0;
              last[0] = now;
              return still[0] >= looks;
            });
  }

  /** A number of the ledger, as soon as the hub can say it. */
  long awaitNumber(String pointer) {
    long[] number = {-1};
    until("an answer", pointer, n -> (number[0] = n) >= 0);
    return number[0];
  }

  /**
   * Waits until every source has been pulled to its end since, also one that a killed node held,
   * nothing new came of it, and nothing is under way.
   */
  void untilAtRest() {
    Instant since = Instant.now();
    long[] planned = {-1};
    int[] quiet = {0};
    Awaitility.await("everything comes to rest; log " + hub.folder())
        .atMost(PATIENCE.multipliedBy(2))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              JsonNode ledger = ask();
              long now = ledger.at("/taken/planned").asLong();
              boolean rest = now == planned[0] && ledger.at("/sent/batched").asLong() == 0;
              planned[0] = now;
              quiet[0] = rest && pulledSince(since) ? quiet[0] + 1 : 0;
              return quiet[0] >= QUIET;
            });
  }

  private boolean pulledSince(Instant since) {
    for (JsonNode source : hub.get("/api/v1/sources")) {
      String good = source.at("/lastGoodAt").asText("");
      if (good.isEmpty() || Instant.parse(good).isBefore(since)) {
        return false;
      }
    }
    return true;
  }
}

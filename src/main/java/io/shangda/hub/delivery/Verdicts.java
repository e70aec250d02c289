package io.shangda.hub.delivery;

import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the readings of a batch mean for each of its deliveries and for the target: the middle
 * column of the table of a delivery's life. Pure; knows no table.
 */
final class Verdicts {
  /** Final for this delivery. */
  record Settled(
      Delivery delivery,
      State state,
      boolean pending,
      boolean refused,
      @Nullable String receipt,
      String message) {}

  /**
   * Goes out again; deliveries of one group share a batch.
   *
   * @param delay before it is due
   * @param attempt attempts used up
   * @param failures definite failures so far
   * @param reached the target may have it already
   * @param request deliveries in one request
   * @param part tells the two halves of a refused request apart
   */
  record Again(
      Duration delay,
      int attempt,
      int failures,
      boolean reached,
      int request,
      int part,
      String why) {}

  /**
   * What the target as a whole did.
   *
   * @param accepted it took something
   * @param trailingRefusals refusals since it last took something, within this batch
   * @param fault why it could not take anything; null if it could
   * @param retryAfter how long it asked to be left alone
   * @param barred why it must be paused; null if not
   * @param putOff why it wants something later; null if it does not
   */
  record Target(
      boolean accepted,
      int trailingRefusals,
      @Nullable String fault,
      @Nullable Duration retryAfter,
      @Nullable String barred,
      @Nullable String putOff) {

    /** The same without what barred the hub. */
    Target letIn() {
      return new Target(accepted, trailingRefusals, fault, retryAfter, null, putOff);
    }
  }

  /** Of a dead letter whose platform says no more than "already there". */
  private static final String NOT_OURS =
      "the platform says it has this already, but nothing of it was sent before";

  /** Of a dead letter whose platform says that it holds a newer version. */
  private static final String NOTHING_NEWER =
      "the platform says it holds a newer version, but none was sent; if a backup was restored here"
          + " without the command 'restored', that is why";

  private static final String THERE_SINCE_RESTORE =
      "the platform has it already, perhaps from before a backup was restored here: it is asked to"
          + " update it";

  private static final int TIMEOUT = 408;
  private static final int CONFLICT = 409;
  private static final int SERVER_FAULT = 500;

  private final Claimed claimed;
  private final Waits waits;
  private final int failures;
  private final boolean othersAccepted;
  private final List<Settled> settled = new ArrayList<>();
  private final Map<Again, List<Delivery>> again = new LinkedHashMap<>();
  private final List<Delivery> updates = new ArrayList<>();
  private boolean accepted;
  private int refusals;
  private @Nullable String fault;
  private @Nullable Duration retryAfter;
  private @Nullable String barred;
  private int parts;
  private int unanswered;
  private String unansweredWhy = "";
  private String putOffWhy = "";

  /**
   * @param failures definite failures the batch has had before
   * @param othersAccepted the target took something from another batch since this one last failed,
   *     so that a fault is this batch's own and counts against it
   */
  Verdicts(Claimed claimed, Backoff backoff, int failures, boolean othersAccepted) {
    this.claimed = claimed;
    this.waits = new Waits(claimed, backoff, failures);
    this.failures = failures;
    this.othersAccepted = othersAccepted;
  }

  List<Settled> settled() {
    return settled;
  }

  Map<Again, List<Delivery>> again() {
    return again;
  }

  /** Of those that go again, the ones that the target has already and is asked to update. */
  List<Delivery> updates() {
    return updates;
  }

  Target target() {
    return new Target(
        accepted, refusals, fault, retryAfter, barred, putOffWhy.isEmpty() ? null : putOffWhy);
  }

  void read(List<PushRequest> requests, List<Reading> readings) {
    boolean someAccepted = readings.stream().anyMatch(Verdicts::accepts);
    for (int i = 0; i < requests.size(); i++) {
      Reading reading = i < readings.size() ? readings.get(i) : new Reading.Untouched();
      read(requests.get(i), reading, someAccepted);
    }
  }

  private void read(PushRequest request, Reading reading, boolean someAccepted) {
    List<Delivery> deliveries = request.deliveries();
    if (reading instanceof Reading.Results results) {
      each(deliveries, results.results());
    } else if (reading instanceof Reading.Refused refused) {
      refused(deliveries, refused);
    } else if (reading instanceof Reading.Unmade unmade) {
      deliveries.forEach(
          d -> settled.add(new Settled(d, State.DEAD, false, false, null, unmade.message())));
    } else if (reading instanceof Reading.Fault whole) {
      fault = Reading.told(whole.status(), whole.message());
      retryAfter = Waits.longer(retryAfter, whole.retryAfter());
      fault(deliveries, whole, failures + (othersAccepted || someAccepted ? 1 : 0));
    } else if (reading instanceof Reading.Barred bar) {
      barred = Reading.told(bar.status(), bar.message());
      untouched(deliveries);
    } else if (reading instanceof Reading.Unknown unknown) {
      fault = unknown.message();
      String why = unanswered(deliveries.size(), unknown.message());
      boolean reached = claimed.reached() || unknown.sent();
      again(
          deliveries,
          new Again(waits.afterAttempt(), claimed.attempt(), failures, reached, request(), 0, why));
    } else {
      untouched(deliveries);
    }
  }

  /**
   * Alone it is dead; but a conflict after an attempt that may have arrived is most likely with
   * that one, still in work: the same again later.
   */
  private void refused(List<Delivery> deliveries, Reading.Refused refused) {
    String why = Reading.told(refused.status(), refused.message());
    if (deliveries.size() > 1) {
      refusals++;
      halve(deliveries, failures, why);
      return;
    }
    Reading.Result alone = new Reading.Result(Word.REJECTED, null, refused.message());
    if (refused.status() == CONFLICT && mayHave(deliveries.get(0))) {
      later(deliveries.get(0), alone);
    } else {
      reject(deliveries.get(0), alone);
    }
  }

  /** Deliveries of the batch that no request carried go back as they were. */
  void untouched(List<Delivery> deliveries) {
    again(deliveries, notTried(claimed, failures));
  }

  /**
   * Counts what has no definite answer. One reason stands for all, so that they stay together in
   * one batch.
   */
  private String unanswered(int records, String why) {
    unanswered += records;
    if (unansweredWhy.isEmpty()) {
      unansweredWhy = why.isEmpty() ? "no definite answer" : why;
    }
    return unansweredWhy;
  }

  /** Deliveries to which no definite answer came. */
  int unanswered() {
    return unanswered;
  }

  /** Why the first of them has none. */
  String unansweredWhy() {
    return unansweredWhy;
  }

  /** As it was before the claim. */
  static Again notTried(Claimed claimed, int failures) {
    return new Again(
        Duration.ZERO,
        claimed.attempt() - 1,
        failures,
        claimed.reached(),
        claimed.blueprint().request(),
        0,
        "");
  }

  private void each(List<Delivery> deliveries, List<Reading.Result> results) {
    for (int i = 0; i < deliveries.size(); i++) {
      Reading.Result result =
          i < results.size()
              ? results.get(i)
              : new Reading.Result(null, null, "the reply does not mention this record");
      one(deliveries.get(i), result);
    }
  }

  private void one(Delivery delivery, Reading.Result result) {
    Word word = result.word();
    if (word == null) {
      again(
          List.of(delivery),
          new Again(
              waits.afterAttempt(),
              claimed.attempt(),
              failures,
              true,
              request(),
              0,
              unanswered(1, result.message())));
      return;
    }
    switch (word) {
      case ACCEPTED, PENDING -> accept(delivery, result, word == Word.PENDING);
      case DUPLICATE -> duplicate(delivery, result);
      case STALE -> stale(delivery, result);
      case REJECTED -> reject(delivery, result);
      case LATER -> later(delivery, result);
    }
  }

  private void accept(Delivery delivery, Reading.Result result, boolean pending) {
    accepted = true;
    refusals = 0;
    settled.add(
        new Settled(delivery, State.DELIVERED, pending, false, result.receipt(), result.message()));
  }

  /**
   * Already there: ours, if an earlier attempt may have reached the target; somebody else's, if
   * none did (P3). After a restore it may be what was sent since the backup, and older than this:
   * then the same goes there as an update.
   */
  private void duplicate(Delivery delivery, Reading.Result result) {
    if (delivery.isAfterRestore() && delivery.operation() == Operation.INSERT) {
      updates.add(delivery);
      again(
          List.of(delivery),
          new Again(
              Duration.ZERO, // not as a first attempt: that would give way to what is newer
              claimed.attempt(),
              failures,
              false,
              request(),
              0,
              THERE_SINCE_RESTORE));
    } else if (mayHave(delivery)) {
      accept(delivery, result, false);
    } else {
      String said = result.message().isEmpty() ? "" : ": " + result.message();
      reject(delivery, new Reading.Result(Word.REJECTED, result.receipt(), NOT_OURS + said));
    }
  }

  /**
   * Overtaken by a newer version, if this one may have been sent before; where nothing of it was,
   * nothing newer was either (P4), and the record would be lost without a word.
   */
  private void stale(Delivery delivery, Reading.Result result) {
    if (mayHave(delivery)) {
      settled.add(settled(delivery, State.SUPERSEDED, false, result));
    } else {
      String said = result.message().isEmpty() ? "" : ": " + result.message();
      reject(delivery, new Reading.Result(Word.REJECTED, result.receipt(), NOTHING_NEWER + said));
    }
  }

  private boolean mayHave(Delivery delivery) {
    return claimed.reached() || delivery.forgotten();
  }

  private void reject(Delivery delivery, Reading.Result result) {
    refusals++;
    settled.add(settled(delivery, State.DEAD, true, result));
  }

  private void later(Delivery delivery, Reading.Result result) {
    if (failures + 1 >= claimed.target().retry().attempts()) {
      settled.add(settled(delivery, State.DEAD, false, result));
      return;
    }
    again(
        List.of(delivery),
        new Again(
            waits.afterFailure(),
            claimed.attempt(),
            failures + 1,
            claimed.reached(),
            request(),
            0,
            putOff(result.message())));
  }

  /**
   * The words of the first that is put off. They stand for all, so that these stay together in one
   * batch.
   */
  private String putOff(String words) {
    if (putOffWhy.isEmpty()) {
      putOffWhy = words.isEmpty() ? "later" : "later: " + words;
    }
    return putOffWhy;
  }

  private void fault(List<Delivery> deliveries, Reading.Fault whole, int count) {
    String why = Reading.told(whole.status(), whole.message());
    if (count >= claimed.target().retry().attempts()) {
      if (deliveries.size() > 1) {
        halve(deliveries, count - 2, why);
      } else {
        deliveries.forEach(d -> settled.add(new Settled(d, State.DEAD, false, false, null, why)));
      }
      return;
    }
    Duration wait = Waits.longer(waits.afterAttempt(), whole.retryAfter());
    again(
        deliveries,
        new Again(wait, claimed.attempt(), count, reached(whole.status()), request(), 0, why));
  }

  /**
   * Whether a record may be there after a fault: a server or gateway that broke off may have taken
   * it (5xx, 408); one that wants less (425, 429) has not looked at it.
   */
  private boolean reached(int status) {
    return claimed.reached() || status >= SERVER_FAULT || status == TIMEOUT;
  }

  private void halve(List<Delivery> deliveries, int count, String why) {
    int half = (deliveries.size() + 1) / 2;
    for (List<Delivery> part :
        List.of(deliveries.subList(0, half), deliveries.subList(half, deliveries.size()))) {
      parts++;
      again(
          part,
          // of a request that failed as a whole, some may have been taken
          new Again(Duration.ZERO, claimed.attempt(), count, true, half, parts, why));
    }
  }

  private void again(List<Delivery> deliveries, Again group) {
    if (!deliveries.isEmpty()) {
      again.computeIfAbsent(group, g -> new ArrayList<>()).addAll(deliveries);
    }
  }

  private static boolean accepts(Reading reading) {
    return reading instanceof Reading.Results r
        && r.results().stream()
            .anyMatch(x -> x.word() == Word.ACCEPTED || x.word() == Word.PENDING);
  }

  private static Settled settled(
      Delivery delivery, State state, boolean refused, Reading.Result result) {
    return new Settled(delivery, state, false, refused, result.receipt(), result.message());
  }

  private int request() {
    return claimed.blueprint().request();
  }
}

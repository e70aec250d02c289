package io.shangda.hub.model;

import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a platform, or the way to it, makes of a request. */
final class Answer {
  /** How long a platform asks to be left alone. */
  static final Duration ALONE = Duration.ofMinutes(2);

  private final Platform platform;
  private final PushRequest request;
  private boolean arrived;

  Answer(Platform platform, PushRequest request) {
    this.platform = platform;
    this.request = request;
  }

  /** Of which the hub cannot know whether the platform has them. */
  List<Delivery> inDoubt(Reading reading) {
    if (reading instanceof Reading.Results results) {
      List<Delivery> unmentioned = new ArrayList<>();
      for (int i = 0; i < results.results().size(); i++) {
        if (results.results().get(i).word() == null) {
          unmentioned.add(request.deliveries().get(i));
        }
      }
      return unmentioned;
    }
    boolean failed =
        reading instanceof Reading.Refused
            || (reading instanceof Reading.Fault fault && fault.status() >= 500);
    return arrived || failed ? request.deliveries() : List.of();
  }

  Reading of(int how) {
    return switch (how) {
      case 0, 1 -> { // lost on its way
        arrived = true;
        yield new Reading.Unknown(true, "no answer");
      }
      case 2, 3, 4 -> { // taken, and the answer lost
        taken();
        yield new Reading.Unknown(true, "no answer");
      }
      case 5 -> { // taken, and the answer unreadable
        taken();
        yield new Reading.Unknown(true, "a web page");
      }
      case 6 -> new Reading.Unknown(false, "connection refused");
      case 7 -> all(Word.LATER);
      case 8 -> firstRefused();
      case 9 -> new Reading.Fault(503, "away", ALONE);
      case 10 -> { // taken, and then it fell over
        taken();
        yield new Reading.Fault(500, "oops", null);
      }
      case 11 ->
          request.deliveries().size() > 1
              ? new Reading.Refused(422, "one is bad")
              : all(Word.LATER);
      case 12 -> new Reading.Barred(401, "who are you");
      case 13 -> lastUnmentioned();
      case 14 -> { // on its way for longer than the hub waits
        arrived = true;
        platform.underWay.addAll(request.deliveries());
        yield new Reading.Unknown(true, "time-out");
      }
      case 15 -> new Reading.Fault(429, "too many", null);
      default -> new Reading.Results(taken());
    };
  }

  private List<Reading.Result> taken() {
    arrived = true;
    List<Reading.Result> results = new ArrayList<>();
    for (Delivery delivery : request.deliveries()) {
      results.add(result(platform.receive(delivery, false)));
    }
    return results;
  }

  private static Reading.Result result(@Nullable Word word) {
    return new Reading.Result(word, word == Word.ACCEPTED ? "R" : null, word == null ? "?" : "");
  }

  private Reading all(Word word) {
    return new Reading.Results(request.deliveries().stream().map(d -> result(word)).toList());
  }

  /** It refuses one for good, in this very state only. */
  private Reading firstRefused() {
    Delivery first = request.deliveries().get(0);
    if (platform.answered(first) != null) {
      return new Reading.Results(taken());
    }
    List<Reading.Result> results = new ArrayList<>();
    results.add(result(platform.refuse(first)));
    request.deliveries().stream()
        .skip(1)
        .forEach(delivery -> results.add(result(platform.receive(delivery, false))));
    return new Reading.Results(results);
  }

  private Reading lastUnmentioned() {
    List<Reading.Result> results = taken();
    results.set(results.size() - 1, result(null));
    return new Reading.Results(results);
  }
}

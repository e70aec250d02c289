package io.shangda.hub.delivery;

import io.shangda.hub.audit.exchange.Words;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Word;
import java.util.List;
import java.util.Locale;

/** What the answers to the requests of an attempt say, as far as they did not simply accept. */
final class AttemptWords {
  private AttemptWords() {}

  /**
   * @param readings one per request, in the same order; fewer if no more is known
   */
  static Words of(List<PushRequest> requests, List<Reading> readings) {
    Words words = new Words();
    for (int i = 0; i < readings.size() && i < requests.size(); i++) {
      add(words, i + 1, requests.get(i).deliveries(), readings.get(i));
    }
    return words;
  }

  private static void add(Words words, int number, List<Delivery> carried, Reading reading) {
    if (reading instanceof Reading.Results results) {
      for (int i = 0; i < carried.size() && i < results.results().size(); i++) {
        add(words, carried.get(i), results.results().get(i));
      }
    } else if (reading instanceof Reading.Refused refused) {
      words.ofRequest(number, "refused, " + Reading.told(refused.status(), refused.message()));
    } else if (reading instanceof Reading.Fault fault) {
      words.ofRequest(number, "not taken, " + Reading.told(fault.status(), fault.message()));
    } else if (reading instanceof Reading.Barred barred) {
      words.ofRequest(number, "not let in, " + Reading.told(barred.status(), barred.message()));
    } else if (reading instanceof Reading.Unknown unknown) {
      words.ofRequest(number, "no definite answer: " + unknown.message());
    }
  }

  private static void add(Words words, Delivery delivery, Reading.Result result) {
    if (result.word() == Word.ACCEPTED && result.message().isEmpty()) {
      return;
    }
    Word word = result.word();
    String said = word == null ? "no definite answer" : word.name().toLowerCase(Locale.ROOT);
    words.ofRecord(
        delivery.recordId(), result.message().isEmpty() ? said : said + ": " + result.message());
  }
}

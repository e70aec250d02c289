package io.shangda.hub.push;

import io.shangda.hub.config.Matching;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.push.PushReply.Answered;
import io.shangda.hub.push.Reading.Result;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.RetryAfter;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.record.Word;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a target answered into the six words.
 *
 * <p>The target's reply rule is asked first, whatever the status; it may say that the answer is to
 * be read as another status. A 2xx that it does not agree with is no success. Otherwise the status
 * decides: 400, 409, 413 and 422 condemn (a request of many as a whole); 401, 403, 404, 405, 407,
 * 410, a redirect and any other 4xx bar the hub, save that 404 and 410 to a withdrawal mean that
 * the record is gone; 408, 425, 429 and 5xx are a fault of the target.
 */
public final class ReplyReader {
  private static final int SUCCESS = 200;

  private final InstantSource clock;
  private final Map<TargetId, Rule> rules = new ConcurrentHashMap<>();

  /**
   * Reads by the rules of the targets.
   *
   * @param clock for {@code Retry-After} given as a date by a target that does not tell its own
   *     time
   */
  public ReplyReader(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * What became of a request, in the hub's words.
   *
   * @param target as configured now
   * @param reply what became of the request
   */
  public Reading read(TargetConfig target, PushRequest request, PushReply reply) {
    if (reply instanceof Answered answered) {
      try {
        return answered(target, request, answered);
      } catch (Matching.TooCostly e) { // what cannot be read says nothing, neither yes nor no
        return new Reading.Unknown(
            true, "the answer cannot be read by 'reply.cases': " + e.getMessage() + "; sent again");
      }
    }
    if (reply instanceof PushReply.Broken broken) {
      return new Reading.Unknown(broken.sent(), broken.why());
    }
    return new Reading.Untouched();
  }

  /** Whether an answer of this target with a 2xx can say that it takes nothing at all. */
  boolean looksInto(TargetConfig target) {
    return rule(target).tellsStatus();
  }

  private Reading answered(TargetConfig target, PushRequest request, Answered answered) {
    Rule rule = rule(target);
    Answer answer = new Answer(answered, rule.source().format());
    if (answered.status() < SUCCESS) {
      return new Reading.Unknown(
          true,
          "HTTP "
              + answered.status()
              + ", which ends no exchange, where an answer was expected; sent again");
    }
    int status = rule.status(request.operations(), answer);
    Reading said = status == answered.status() ? new Spoken(rule, answer, request).reading() : null;
    if (said != null) {
      return said;
    }
    String message = Message.of(rule, answer);
    return switch (status) {
      case 409 -> new Reading.Refused(status, message);
      case 400, 413, 422 -> condemned(request, status, message);
      case 404, 410 -> missing(request, status, message);
      case 408, 425, 429 -> fault(answered, message);
      default -> other(status, answered, message);
    };
  }

  private Reading other(int status, Answered answered, String message) {
    if (status >= 500) {
      return fault(answered, message);
    }
    if (status >= 300 && status < 400) {
      // Without its query, which may carry a session or a ticket.
      String to = answered.headers().getOrDefault("location", "nowhere").split("[?#]", 2)[0];
      return new Reading.Barred(
          status,
          Message.cut(
              "The target sends the hub on to "
                  + to
                  + ", which is never followed; if that is its new address, configure it"));
    }
    return new Reading.Barred(answered.status(), message);
  }

  private Reading fault(Answered answered, String message) {
    return new Reading.Fault(
        answered.status(),
        message,
        RetryAfter.read(answered.headers().get("retry-after"), sent(answered)));
  }

  /** When the target answered, by its own clock if it says so: its dates are by that one. */
  private Instant sent(Answered answered) {
    Instant date = RetryAfter.date(answered.headers().getOrDefault("date", ""));
    return date == null ? clock.instant() : date;
  }

  private static Reading condemned(PushRequest request, int status, String message) {
    return request.deliveries().size() == 1
        ? one(new Result(Word.REJECTED, null, message))
        : new Reading.Refused(status, message);
  }

  /** To a withdrawal: gone. Several at once are parted first, for one 404 may not speak for all. */
  private static Reading missing(PushRequest request, int status, String message) {
    if (request.deliveries().stream().anyMatch(d -> d.operation() != Operation.WITHDRAW)) {
      return new Reading.Barred(status, message);
    }
    return request.deliveries().size() == 1
        ? one(new Result(Word.ACCEPTED, null, "gone"))
        : new Reading.Refused(status, message);
  }

  private static Reading one(Result result) {
    return new Reading.Results(List.of(result));
  }

  /** The same result for each record of a request. */
  static Reading all(
      PushRequest request, @Nullable Word word, @Nullable String receipt, String message) {
    return new Reading.Results(
        Collections.nCopies(request.deliveries().size(), new Result(word, receipt, message)));
  }

  private Rule rule(TargetConfig target) {
    Rule rule = rules.get(target.id());
    if (rule == null || !rule.source().equals(target.reply())) {
      rule = Rule.of(target.reply());
      rules.put(target.id(), rule);
    }
    return rule;
  }
}

package io.shangda.hub.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.shangda.hub.push.Reading.Result;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an answer says by the target's reply rule. */
final class Spoken {
  private static final int SUCCESS = 200;
  private static final int ACCEPTED_FOR_LATER = 202;
  private static final int REDIRECT = 300;

  private final Rule rule;
  private final Answer answer;
  private final PushRequest request;

  Spoken(Rule rule, Answer answer, PushRequest request) {
    this.rule = rule;
    this.answer = answer;
    this.request = request;
  }

  /** The reading by the rule; null if the rule has nothing to say and the status must decide. */
  @Nullable Reading reading() {
    if (success() && answer.unreadable()) {
      return silent();
    }
    JsonNode list = list();
    if (list != null) {
      return success() || anyWord(list) ? results(list) : null;
    }
    Word word = wholeWord();
    if (word != null) {
      return whole(word);
    }
    return success() ? silent() : null;
  }

  /**
   * A list of results; one result that stands alone (XML knows no lists) counts as a list of one.
   */
  private @Nullable JsonNode list() {
    if (rule.results() == null) {
      return null;
    }
    JsonNode found = answer.tree().at(rule.results());
    if (found.isMissingNode() || found.isNull() || found.isValueNode()) {
      return null;
    }
    return found.isArray() ? found : JsonNodeFactory.instance.arrayNode().add(found);
  }

  private boolean anyWord(JsonNode list) {
    for (JsonNode result : list) {
      if (word(result, Set.of()) != null) {
        return true;
      }
    }
    return false;
  }

  private Reading results(JsonNode list) {
    int records = request.deliveries().size();
    if (rule.key() == null) {
      return list.size() == records
          ? new Reading.Results(byPosition(list))
          : ReplyReader.all(
              request,
              null,
              null,
              // Which one is missing cannot be told, and a receipt given to the wrong record is
              // lost.
              "the reply has " + list.size() + " results for " + records + " records; sent again");
    }
    return new Reading.Results(byKey(list));
  }

  private List<Result> byPosition(JsonNode list) {
    List<Result> results = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      results.add(result(list.get(i), request.deliveries().get(i)));
    }
    return results;
  }

  private List<Result> byKey(JsonNode list) {
    List<Delivery> deliveries = request.deliveries();
    Keys keys = new Keys(request);
    @Nullable Result[] found = new @Nullable Result[deliveries.size()];
    int strangers = 0;
    for (JsonNode one : list) {
      Integer at = keys.position(Answer.textAt(one, rule.key()));
      if (at == null) {
        strangers++;
      } else {
        found[at] = merged(found[at], result(one, deliveries.get(at)));
      }
    }
    String note = strangers == 0 ? "" : "the reply has " + strangers + " results for keys not sent";
    List<Result> results = new ArrayList<>(found.length);
    for (Result result : found) {
      results.add(
          result == null ? missing(note) : results.isEmpty() ? noted(result, note) : result);
    }
    return results;
  }

  private static Result merged(@Nullable Result first, Result second) {
    if (first == null || first.word() == second.word()) {
      return first == null ? second : first;
    }
    return new Result(
        null, null, "the reply gives two results for this record that differ; sent again");
  }

  private static Result missing(String note) {
    String text = "the reply has no result for this record; sent again";
    return new Result(null, null, note.isEmpty() ? text : text + "; " + note);
  }

  private static Result noted(Result result, String note) {
    if (note.isEmpty()) {
      return result;
    }
    String text = result.message().isEmpty() ? note : result.message() + "; " + note;
    return new Result(result.word(), result.receipt(), Message.cut(text));
  }

  private Result result(JsonNode one, Delivery about) {
    return result(word(one, Set.of(about.operation())), one);
  }

  private Result result(@Nullable Word word, JsonNode one) {
    String message = Message.of(rule, one);
    String receipt = Answer.textAt(one, rule.receipt()).strip();
    if (word == null) {
      return new Result(
          null, null, Message.cut("no reply case fits; sent again" + prefixed(message)));
    }
    if (receipt.isEmpty() && rule.receipt() != null && taken(word)) {
      return new Result(
          null,
          null,
          Message.cut(
              word.word()
                  + ", but without a receipt at '"
                  + rule.receipt()
                  + "'; sent again"
                  + prefixed(message)));
    }
    return new Result(word, receipt.isEmpty() ? null : receipt, message);
  }

  private static String prefixed(String message) {
    return message.isEmpty() ? "" : ": " + message;
  }

  private static boolean taken(Word word) {
    return word == Word.ACCEPTED || word == Word.PENDING;
  }

  private @Nullable Word word(JsonNode result, Set<Operation> asked) {
    return rule.word(answer.status(), asked, result, answer);
  }

  /** The word for the whole; under a 202, what is taken still awaits its verdict. */
  private @Nullable Word wholeWord() {
    Word word = word(answer.tree(), request.operations());
    boolean later = answer.status() == ACCEPTED_FOR_LATER && !answer.unreadable();
    return later && (word == Word.ACCEPTED || word == null) ? Word.PENDING : word;
  }

  /** One word for the request as a whole. */
  private @Nullable Reading whole(Word word) {
    boolean many = request.deliveries().size() > 1;
    if (many && rule.results() != null && taken(word)) {
      return success()
          ? ReplyReader.all(request, null, null, "the reply has no results per record; sent again")
          : null;
    }
    if (many && (word == Word.REJECTED || word == Word.DUPLICATE || word == Word.STALE)) {
      // It is true of at least one of them: halved until that one is alone.
      return new Reading.Refused(answer.status(), Message.of(rule, answer));
    }
    Result result = result(word, answer.tree());
    boolean mute = result.message().isEmpty() && result.receipt() == null && !taken(word);
    String message = mute ? Message.of(rule, answer) : result.message();
    return ReplyReader.all(request, result.word(), result.receipt(), message);
  }

  /** A 2xx by which the rule does not go. */
  private Reading silent() {
    if (answer.unreadable()) {
      return new Reading.Unknown(
          true,
          "HTTP "
              + answer.status()
              + " with '"
              + Message.cut(answer.type())
              + "' where exactly one document of "
              + rule.source().format()
              + " was expected: perhaps a proxy or a login page answered; sent again");
    }
    String text = Message.of(rule, answer.tree());
    String what = rule.results() == null ? "no reply case fits" : "the reply has no results";
    return ReplyReader.all(
        request,
        null,
        null,
        Message.cut(
            (answer.empty() ? "the reply is empty" : what) + "; sent again" + prefixed(text)));
  }

  private boolean success() {
    return answer.status() >= SUCCESS && answer.status() < REDIRECT;
  }
}

package io.shangda.hub.push;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.record.ForeignText;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The target's own text about a request or a record. */
final class Message {
  private static final int LONGEST = 2000;

  private Message() {}

  /**
   * About the request as a whole: what the reply rule points to, or problem+json (RFC 9457), or a
   * body of plain text. Other bodies are not repeated: they may hold what was sent.
   */
  static String of(Rule rule, Answer answer) {
    String said = of(rule, answer.tree());
    if (!said.isEmpty()) {
      return said;
    }
    JsonNode problem = answer.problem();
    String told =
        Stream.of("title", "detail")
            .map(field -> problem.path(field).asText(""))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(": "));
    if (!told.isEmpty()) {
      return cut(told);
    }
    if (answer.type().toLowerCase(Locale.ROOT).startsWith("text/plain")) {
      return cut(answer.text().strip());
    }
    String status = "HTTP " + answer.status();
    return answer.empty() || answer.type().isEmpty()
        ? status + ", without a text"
        : status + ", " + cut(answer.type());
  }

  /** About one record: message and field errors; empty if the rule points to none. */
  static String of(Rule rule, JsonNode result) {
    String message = Answer.textAt(result, rule.message());
    String errors = Answer.errorsAt(result, rule.errors());
    return cut(message.isEmpty() || errors.isEmpty() ? message + errors : message + "; " + errors);
  }

  static String cut(String text) {
    return ForeignText.oneLine(text, LONGEST);
  }
}

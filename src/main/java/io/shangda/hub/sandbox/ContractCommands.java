package io.shangda.hub.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * What the platform of the default contract has been told to ask for: each is put into the next
 * answer that leaves, to a push or to a manifest, and only into that.
 */
final class ContractCommands {
  private static final List<String> NUMBERS = List.of("perSecond", "seconds");

  private final Queue<JsonObject> next = new ArrayDeque<>();

  /** Asks for it in the next answer; numbers are given as text. */
  JsonObject ask(JsonObject told) {
    JsonObject command = new JsonObject();
    told.forEach(
        field -> {
          String text = String.valueOf(field.getValue());
          command.put(
              field.getKey(),
              NUMBERS.contains(field.getKey()) && text.matches("-?\\d{1,9}(\\.\\d+)?")
                  ? (Object) number(text)
                  : text);
        });
    next.add(command);
    return command;
  }

  private static Number number(String text) {
    return text.contains(".") ? (Number) Double.valueOf(text) : (Number) Long.valueOf(text);
  }

  /** Puts what is to be asked for into an answer. */
  JsonObject into(JsonObject answer) {
    if (!next.isEmpty()) {
      answer.put("commands", new JsonArray(List.copyOf(next)));
      next.clear();
    }
    return answer;
  }
}

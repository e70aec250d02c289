package io.shangda.hub.sandbox;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a platform above received last, for its page; at most a thousand. */
final class LastReceived {
  private static final int MOST = 1_000;

  private final Deque<Received> last = new ArrayDeque<>();
  private final Consumer<JsonObject> journal;

  LastReceived(Journal journal) {
    this.journal = journal.part("received", note -> keep(received(note)), this::state);
  }

  synchronized void add(Received received) {
    keep(received);
    journal.accept(json(received));
  }

  private synchronized void keep(Received received) {
    if (last.size() == MOST) {
      last.removeFirst();
    }
    last.addLast(received);
  }

  /** Oldest first. */
  synchronized List<Received> list() {
    return List.copyOf(last);
  }

  private Stream<JsonObject> state() {
    return list().stream().map(LastReceived::json);
  }

  static JsonObject json(Received one) {
    return new JsonObject()
        .put("type", one.type())
        .put("key", one.key())
        .put("operation", one.operation())
        .put("at", one.at().toString())
        .put("outcome", one.outcome())
        .put("text", one.text());
  }

  private static Received received(JsonObject json) {
    return new Received(
        json.getString("type"),
        json.getString("key"),
        json.getString("operation"),
        Instant.parse(json.getString("at")),
        json.getString("outcome"),
        json.getString("text"));
  }
}

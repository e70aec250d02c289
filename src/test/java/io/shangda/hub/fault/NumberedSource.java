package io.shangda.hub.fault;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A lower system that numbers whatever it hands out: a log of changes, asked for from a number on.
 * What must become of a record stands in its key, so that nobody has to be asked.
 */
final class NumberedSource {
  /** What must become of a record. */
  enum Kind {
    /** Delivered, in its last revision. */
    GOOD('G'),
    /** Delivered, after its parent. */
    CHILD('C'),
    /** Rejected by the hub: it has no title. */
    FLAWED('F'),
    /** Held by the hub: it carries an advertisement. */
    SPAM('S'),
    /** Refused by the platform above. */
    POISON('P');

    final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    static Kind of(String key) {
      for (Kind kind : values()) {
        if (key.charAt(0) == kind.letter) {
          return kind;
        }
      }
      throw new IllegalArgumentException(key);
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HUNDRED = 100;

  private final String name;
  private final Random random;
  private final List<ObjectNode> changes = new ArrayList<>();
  private final Map<String, ObjectNode> newest = new LinkedHashMap<>();
  private final List<String> alive = new ArrayList<>();
  private int handedOut;

  NumberedSource(String name) {
    this.name = name;
    this.random = new Random(name.hashCode());
  }

  /** Adds a change and gives it, so that it can be written down. */
  ObjectNode change() {
    ObjectNode next = next();
    add(next);
    return next;
  }

  /** Adds a change that was written down by an earlier process. */
  void add(ObjectNode change) {
    String key = change.path("key").asText();
    changes.add(change);
    boolean known = newest.put(key, change) != null;
    if (Kind.of(key) == Kind.GOOD) {
      if (change.path("deleted").asText().equals("1")) {
        alive.remove(key);
      } else if (!known) {
        alive.add(key);
      }
    }
  }

  private ObjectNode next() {
    int dice = random.nextInt(HUNDRED);
    if (dice < 8 && !changes.isEmpty()) {
      return newest.get(changes.get(changes.size() - 1).path("key").asText()); // the same again
    }
    if (dice < 35 && !alive.isEmpty()) {
      return revised(someone(), false);
    }
    if (dice < 40 && alive.size() > 20) {
      return revised(alive.get(random.nextInt(10)), true);
    }
    if (dice < 50 && !alive.isEmpty()) {
      return made(Kind.CHILD, someone());
    }
    return made(
        dice < 54 ? Kind.FLAWED : dice < 57 ? Kind.SPAM : dice < 60 ? Kind.POISON : Kind.GOOD, "");
  }

  private String someone() {
    return alive.get(random.nextInt(alive.size()));
  }

  private ObjectNode made(Kind kind, String parent) {
    ObjectNode made = JSON.createObjectNode();
    made.put("key", String.format("%s%07d", kind.letter, changes.size() + 1));
    made.put("type", kind == Kind.CHILD ? "part" : "item");
    made.put("revision", 1).put("deleted", "0");
    if (!parent.isEmpty()) {
      made.put("parent", parent);
    }
    if (kind != Kind.FLAWED) {
      made.put("title", kind == Kind.SPAM ? "体育投注" : "编号记录");
    }
    return made;
  }

  private ObjectNode revised(String key, boolean deleted) {
    ObjectNode revised = newest.get(key).deepCopy();
    revised.put("revision", revised.path("revision").asInt() + 1);
    return deleted ? revised.put("deleted", "1") : revised;
  }

  /** One page: what follows a number, and the number to ask from next. */
  ObjectNode page(int after, int limit) {
    int end = Math.min(changes.size(), after + limit);
    ObjectNode page = JSON.createObjectNode();
    ArrayNode items = page.putArray("items");
    changes.subList(Math.min(after, end), end).forEach(items::add);
    handedOut = Math.max(handedOut, end);
    return page.put("next", Integer.toString(end));
  }

  /** What an earlier process had handed out. */
  void handedOutUpTo(int number) {
    handedOut = Math.max(handedOut, number);
  }

  int handedOut() {
    return handedOut;
  }

  String name() {
    return name;
  }

  /** Its count and the last state of every record, as a book to compare with others. */
  ObjectNode book() {
    ObjectNode book =
        JSON.createObjectNode().put("changes", changes.size()).put("handedOut", handedOut);
    ObjectNode records = book.putObject("records");
    newest.forEach(
        (key, change) ->
            records
                .putObject(key)
                .put("revision", change.path("revision").asInt())
                .put("deleted", change.path("deleted").asText().equals("1"))
                .put("parent", change.path("parent").asText()));
    return book;
  }
}

package io.shangda.hub.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * One state of a record at a lower system.
 *
 * @param step false: a case, which is a parent; true: a step of a case
 * @param of the case a step belongs to; empty for a case
 * @param content number of the state; no two states have the same
 * @param at its version time
 * @param flaw what is wrong with it
 * @param mark of the flaw: the same value is the same finding
 * @param visits changes without meaning anything
 * @param since revision of the lower system at which it became so
 */
record Row(
    boolean step,
    String id,
    String of,
    long content,
    Instant at,
    boolean deleted,
    Flaw flaw,
    String mark,
    int visits,
    long since) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What intake finds. */
  enum Flaw {
    NONE,
    HELD,
    SECRET,
    REJECTED,
    /** Rejected by the strict configuration only. */
    STRICTLY_REJECTED;

    /** Those that are any. */
    static final List<Flaw> SOME = List.of(HELD, SECRET, REJECTED, STRICTLY_REJECTED);
  }

  ObjectNode json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("kind", step ? "step" : "case").put("id", id).put("content", content);
    node.put("t", at.toString()).put("visits", visits);
    if (step) {
      node.put("of", of);
    }
    if (deleted) {
      node.put("deleted", "true");
    }
    if (flaw != Flaw.NONE) {
      node.put(flaw.name(), mark);
    }
    return node;
  }

  /** What tells one state from another. */
  String state() {
    return content + " " + at + " " + deleted + " " + flaw + " " + mark + " " + of;
  }

  Row visited() {
    return new Row(step, id, of, content, at, deleted, flaw, mark, visits + 1, since);
  }

  String name() {
    return (step ? "step " : "case ") + id;
  }

  @Override
  public String toString() {
    return name()
        + " #"
        + content
        + (deleted ? " deleted" : "")
        + (flaw == Flaw.NONE ? "" : " " + flaw.name().toLowerCase(Locale.ROOT) + " " + mark);
  }
}

package io.shangda.hub.intake;

import io.shangda.hub.record.Finding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What intake decided about one occurrence that is not unchanged. Mutable only while a page is
 * being sorted.
 */
final class Taken {
  /**
   * State of a version; {@code superseded} is what arrived older, or was overtaken within its page.
   */
  enum State {
    PLANNED("planned"),
    HELD("held"),
    REJECTED("rejected"),
    SUPERSEDED("superseded");

    final String word;

    State(String word) {
      this.word = word;
    }
  }

  final Identified record;
  Judged judged;
  final long id;
  final int version;

  /** What was known before this page; null if the record is new. */
  final @Nullable Known before;

  private State state;

  Taken(
      Identified record, Judged judged, State state, long id, int version, @Nullable Known before) {
    this.record = record;
    this.judged = judged;
    this.state = state;
    this.id = id;
    this.version = version;
    this.before = before;
  }

  State state() {
    return state;
  }

  /** What this page alone does not show holds the version too. */
  void hold(Finding finding) {
    note(finding);
    if (state == State.PLANNED) {
      state = State.HELD;
    }
  }

  /** What its place among the others shows is found of it too. */
  void note(Finding finding) {
    List<Finding> findings = new ArrayList<>(judged.findings());
    findings.add(finding);
    judged =
        new Judged(
            judged.payload(), judged.payloadHash(), findings, judged.targets(), judged.search());
  }

  /** A person has released these findings before. */
  void released() {
    state = State.PLANNED;
  }

  void overtaken() {
    if (state != State.REJECTED) {
      state = State.SUPERSEDED;
    }
  }
}

package io.shangda.hub.sandbox;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cases of the agency and what happens to them: at every turn some are opened, taken a step
 * further, closed, corrected, recalled, and one in a few is entered wrongly and mended some turns
 * later. The same seed gives the same story.
 */
final class CaseWorld {
  private static final int FIRST_CASES = 40;
  private static final int MOST_CASES = 2_000;
  private static final int FLAW_EVERY = 3;
  private static final int RECALL_EVERY = 4;
  private static final int MEND_AFTER = 4;

  private record Spoiled(CaseFile file, int turn) {}

  private final Random random;
  private final List<Instant> turns = new ArrayList<>();
  private final Consumer<JsonObject> journal;
  private final List<CaseFile> cases = new ArrayList<>();
  private final Deque<Spoiled> spoiled = new ArrayDeque<>();
  private final Map<String, JsonObject> rows = new LinkedHashMap<>();
  private int turn;
  private int flaws;

  /**
   * @param now when it begins, unless the journal knows of an earlier beginning
   */
  CaseWorld(Instant now, long seed, Journal journal) {
    this.random = new Random(seed);
    this.journal = journal.part("turns", this::recall, this::state);
    if (turns.isEmpty()) {
      live(now);
    }
  }

  /** The story follows from the seed and the moments of its turns: no more has to be kept. */
  private void recall(JsonObject note) {
    take(Instant.parse(note.getString("at")));
  }

  private Stream<JsonObject> state() {
    return turns.stream().map(CaseWorld::note);
  }

  private static JsonObject note(Instant at) {
    return new JsonObject().put("at", at.toString());
  }

  /** When it last changed. */
  Instant lastTurn() {
    return turns.get(turns.size() - 1);
  }

  /** One turn of the agency's day. */
  void live(Instant now) {
    take(now);
    journal.accept(note(now));
  }

  private void take(Instant now) {
    turns.add(now);
    if (turns.size() == 1) {
      begin(now);
    } else {
      goOn(now);
    }
  }

  private void begin(Instant now) {
    for (int i = 0; i < FIRST_CASES; i++) {
      Instant opened = now.minus(Duration.ofHours(3L * (FIRST_CASES - i)));
      CaseFile file = open(opened, opened, null);
      for (int steps = i % 5; steps > 0; steps--) {
        advance(file, opened.plus(Duration.ofMinutes(30L * (5 - steps))));
      }
    }
  }

  private void goOn(Instant now) {
    turn++;
    advanceSome(now);
    correctOne(now);
    if (turn % RECALL_EVERY == 0) {
      recallOne(now);
    }
    mend(now);
    for (int i = 1 + random.nextInt(3); i > 0 && cases.size() < MOST_CASES; i--) {
      open(now, now, null);
    }
    if (turn % FLAW_EVERY == 1) {
      spoilOne(now);
    }
  }

  /** Rows modified at or after a time, oldest first, ties by row id. */
  List<JsonObject> changedSince(String time) {
    return rows.values().stream()
        .filter(row -> row.getString("cd_time").compareTo(time) >= 0)
        .sorted(
            Comparator.comparing((JsonObject row) -> row.getString("cd_time"))
                .thenComparing(row -> row.getString("row_guid")))
        .toList();
  }

  private CaseFile open(Instant opened, Instant now, @Nullable Flaw flaw) {
    CaseItem item = CaseItem.ALL.get(cases.size() % CaseItem.ALL.size());
    CaseFile file = new CaseFile(item, cases.size() + 1, opened);
    cases.add(file);
    put(file.accept(now, flaw, 1));
    return file;
  }

  private void advance(CaseFile file, Instant now) {
    JsonObject step = file.nextStep(now);
    if (step != null) {
      put(step);
    } else if (file.open()) {
      put(file.result(now, null));
    }
  }

  private void advanceSome(Instant now) {
    List<CaseFile> open = cases.stream().filter(CaseFile::open).toList();
    for (int i = 0; i < Math.min(4, open.size()); i++) {
      advance(open.get(random.nextInt(open.size())), now);
    }
  }

  private void correctOne(Instant now) {
    CaseFile file = cases.get(random.nextInt(cases.size()));
    if (spoiled.stream().noneMatch(s -> s.file().equals(file))) {
      update(file.accept(now, null, turn + 1));
    }
  }

  /** A result that was entered by mistake is taken back; only the sign of deletion remains. */
  private void recallOne(Instant now) {
    rows.values().stream()
        .filter(row -> "4".equals(row.getString("XXLX")))
        .filter(row -> !"D".equals(row.getString("cd_operation")))
        .findFirst()
        .ifPresent(
            row -> put(row.copy().put("cd_operation", "D").put("cd_time", CaseFile.format(now))));
  }

  private void spoilOne(Instant now) {
    int kinds = Flaw.OF_ACCEPTANCE.size() + 1;
    int kind = flaws++ % kinds;
    if (kind < Flaw.OF_ACCEPTANCE.size()) {
      spoiled.add(new Spoiled(open(now, now, Flaw.OF_ACCEPTANCE.get(kind)), turn));
    } else {
      cases.stream()
          .filter(CaseFile::open)
          .findFirst()
          .ifPresent(file -> put(file.result(now, Flaw.UNKNOWN_RESULT)));
    }
  }

  private void mend(Instant now) {
    while (!spoiled.isEmpty() && turn - spoiled.getFirst().turn() >= MEND_AFTER) {
      update(spoiled.removeFirst().file().accept(now, null, turn + 1));
    }
  }

  private void update(JsonObject row) {
    put(row.put("cd_operation", "U"));
  }

  private void put(JsonObject row) {
    rows.put(row.getString("row_guid"), row);
  }
}

package io.shangda.hub.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens at the systems below. */
final class Below {
  private static final int KEYS = 5;

  private final World world;
  private long contents;

  /**
   * @param contents number after which those of new states begin
   */
  Below(World world, long contents) {
    this.world = world;
    this.contents = contents;
  }

  void perform(Step step) {
    LowerSystem lower = world.lowers.get(step.a() % world.lowers.size());
    switch (step.kind()) {
      case NEW_CASE -> create(lower, false, step, now());
      case NEW_STEP -> create(lower, true, step, now());
      case LATE_COMMIT -> create(lower, false, step, now().minus(Duration.ofMinutes(5)));
      case APPEAR -> appear(lower, step);
      case CAP -> cap();
      default -> change(lower, step);
    }
  }

  private Instant now() {
    return world.time.real();
  }

  private void create(LowerSystem lower, boolean isStep, Step step, Instant at) {
    for (int i = 0; i < KEYS; i++) {
      String key = key(isStep, step.b() + i);
      if (lower.find(isStep, key) == null) {
        put(lower, isStep, key, isStep ? key(false, step.c()) : "", at, Row.Flaw.NONE, "", false);
        return;
      }
    }
  }

  static String key(boolean isStep, int number) {
    return (isStep ? "s" : "c") + number % KEYS;
  }

  private void put(
      LowerSystem lower,
      boolean isStep,
      String key,
      String of,
      Instant at,
      Row.Flaw flaw,
      String mark,
      boolean deleted) {
    Row row =
        new Row(isStep, key, of, ++contents, at, deleted, flaw, mark, 0, lower.nextRevision());
    lower.put(row);
    world.say(lower.id + " has " + row + (isStep ? " of case " + of : ""));
  }

  /** The same record in another state, now. */
  void renew(LowerSystem lower, Row row, Row.Flaw flaw, String mark, boolean deleted) {
    put(lower, row.step(), row.id(), row.of(), now(), flaw, mark, deleted);
  }

  private void change(LowerSystem lower, Step step) {
    if (lower.rows.isEmpty()) {
      return;
    }
    Row row = lower.rows.get(step.b() % lower.rows.size());
    switch (step.kind()) {
      case CHANGE -> renew(lower, row, Row.Flaw.NONE, "", false);
      case FLAW -> flaw(lower, row, step.c());
      case DELETE -> renew(lower, row, Row.Flaw.NONE, "", true);
      case LATE_VERSION -> {
        Instant at = row.at().minus(Duration.ofMinutes(1));
        put(lower, row.step(), row.id(), row.of(), at, Row.Flaw.NONE, "", false);
      }
      case EARLY_VERSION -> { // its clock is far ahead
        Instant at = now().plus(Duration.ofHours(1 + step.c() % 50));
        put(lower, row.step(), row.id(), row.of(), at, Row.Flaw.NONE, "", false);
      }
      case TWICE -> twice(lower, row, step.c());
      case VISIT -> lower.put(row.visited());
      case VANISH -> {
        if (!lower.byTime) {
          lower.remove(row);
          lower.nextRevision();
          world.say(lower.id + " lists " + row.name() + " no more");
        }
      }
      default -> throw new IllegalArgumentException(step.toString());
    }
  }

  /** The list shows it twice, in two states; or no longer. */
  private void twice(LowerSystem lower, Row row, int how) {
    if (lower.byTime) {
      return; // shows a row once, and the newest
    }
    if (lower.removeSecond(row)) {
      world.say(lower.id + " lists " + row.name() + " once again");
      return;
    }
    Instant at = how % 3 == 0 ? row.at().minus(Duration.ofMinutes(2)) : row.at();
    Row second =
        new Row(
            row.step(),
            row.id(),
            row.of(),
            ++contents,
            at,
            false,
            Row.Flaw.NONE,
            "",
            0,
            lower.nextRevision());
    lower.putSecond(second);
    world.say(lower.id + " lists " + second + " too");
  }

  /**
   * Not within a run: of a list whose pages change their size within it nobody can tell the end.
   */
  private void cap() {
    LowerSystem town = world.lower(Setting.TOWN);
    boolean isPulled =
        world.nodes.stream()
            .flatMap(n -> n.pulls.stream())
            .anyMatch(p -> p.source().equals(town.id));
    if (!isPulled) {
      town.cap = town.cap == 1 ? Integer.MAX_VALUE : 1;
      world.say(town.id + (town.cap == 1 ? " gives one row a page" : " gives what is asked for"));
    }
  }

  private void flaw(LowerSystem lower, Row row, int how) {
    Row.Flaw flaw = Row.Flaw.SOME.get(how % Row.Flaw.SOME.size());
    renew(lower, row, flaw, "m" + how / 8 % 2, false);
  }

  /** What was known of it and is not listed, or is deleted, is there again. */
  private void appear(LowerSystem lower, Step step) {
    List<Model.Known> gone =
        world.model.known.values().stream()
            .filter(k -> k.source.equals(lower.id) && k.newest != null)
            .filter(k -> isGone(lower.find(k.step, k.key)))
            .toList();
    if (!gone.isEmpty()) {
      Model.Known one = gone.get(step.b() % gone.size());
      Row before = java.util.Objects.requireNonNull(one.newest);
      if (step.c() % 3 == 0 && !before.deleted() && !lower.byTime) {
        lower.put(before); // just as it was
        lower.nextRevision();
        world.say(lower.id + " lists " + before + " again");
      } else {
        renew(lower, before, Row.Flaw.NONE, "", false);
      }
    }
  }

  private static boolean isGone(@Nullable Row row) {
    return row == null || row.deleted();
  }
}

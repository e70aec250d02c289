package io.shangda.hub.model;

import io.shangda.hub.record.SourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the hub must know of every record, from what it was shown and what people decided. */
final class Model {
  /** Of a record that was withdrawn because a list lacked it. */
  static final String ABSENT = "absent";

  /** By which a source's clock may be fast. */
  private static final Duration MARGIN = Duration.ofMinutes(10);

  /** How a record stands, in the words of the database. */
  enum State {
    PLANNED,
    HELD,
    REJECTED,
    REFUSED,
    PURGED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is known of one record. */
  static final class Known {
    final SourceId source;
    final String name;
    final boolean step;
    final String key;

    /** The state that counts as the newest; null if a child referred to it and nothing more. */
    @Nullable Row newest;

    /** What tells the newest state from others; {@link #ABSENT} has no row. */
    String hash = "";

    State state = State.PLANNED;

    /** The newest that a target may have. */
    @Nullable Row planned;

    /** Contents that may leave. */
    final Set<Long> mayLeave = new HashSet<>();

    boolean mayBeWithdrawn;

    /** Configuration under which its newest state was judged. */
    long config;

    /** Its content was erased, and nobody has said that it may be there again. */
    boolean purged;

    /** It was erased once. */
    boolean hasBeenPurged;

    /** When each of the whole lists in a row ended that lack it. */
    final List<Duration> lacking = new ArrayList<>();

    /** A whole list has shown it since it was there last. */
    boolean inWholeList;

    /** A person has let it go. */
    boolean letGo;

    /** What the database calls each state, so that none is taken for another. */
    final Map<String, String> stored = new HashMap<>();

    private final Set<String> states = new HashSet<>();
    private @Nullable Instant time;
    private @Nullable Instant plannedTime;
    private final Set<String> released = new HashSet<>();

    /** Contents that were shown. */
    final Set<Long> shown = new HashSet<>();

    /** Contents that must be nowhere. */
    final Set<Long> erased = new HashSet<>();

    /** Versions that were taken into account. */
    int versions;

    Known(SourceId source, boolean step, String key) {
      this.source = source;
      this.step = step;
      this.key = key;
      this.name = name(source, step, key);
    }

    Known copy() {
      Known copy = new Known(source, step, key);
      copy.newest = newest;
      copy.hash = hash;
      copy.state = state;
      copy.planned = planned;
      copy.mayLeave.addAll(mayLeave);
      copy.mayBeWithdrawn = mayBeWithdrawn;
      copy.config = config;
      copy.purged = purged;
      copy.hasBeenPurged = hasBeenPurged;
      copy.lacking.addAll(lacking);
      copy.inWholeList = inWholeList;
      copy.letGo = letGo;
      copy.stored.putAll(stored);
      copy.states.addAll(states);
      copy.time = time;
      copy.plannedTime = plannedTime;
      copy.released.addAll(released);
      copy.shown.addAll(shown);
      copy.erased.addAll(erased);
      copy.versions = versions;
      return copy;
    }

    @Nullable Instant time() {
      return time;
    }

    boolean isWithdrawn() {
      return hash.equals(ABSENT) || (newest != null && newest.deleted() && state == State.PLANNED);
    }

    private Set<String> marks() {
      Set<String> marks = new HashSet<>();
      if (newest != null && newest.flaw() != Row.Flaw.NONE) {
        marks.add(newest.flaw() + " " + newest.mark());
      }
      if (purged) {
        marks.add("purged");
      }
      return marks;
    }

    private void plan() {
      if (newest == null) {
        return;
      }
      if (newest.deleted()) {
        mayBeWithdrawn = true;
      } else {
        planned = newest;
        plannedTime = time;
        mayLeave.add(newest.content());
      }
    }

    @Override
    public String toString() {
      return name + " " + state.word() + " " + hash;
    }
  }

  /**
   * A configuration.
   *
   * @param strict it rejects more
   * @param config its version
   */
  record Rules(boolean strict, long config) {}

  /** How the records of a page count. */
  record Counts(int unreadable, int unchanged, int rejected, int held, int planned) {}

  final Map<String, Known> known = new TreeMap<>();

  /** The configuration that is in force. */
  Rules rules = new Rules(false, 1);

  static String name(SourceId source, boolean step, String key) {
    return source + " " + (step ? Setting.STEP : Setting.CASE) + " " + key;
  }

  Model copy() {
    Model copy = new Model();
    known.forEach((name, one) -> copy.known.put(name, one.copy()));
    copy.rules = rules;
    return copy;
  }

  Known of(SourceId source, boolean step, String key) {
    return known.computeIfAbsent(name(source, step, key), name -> new Known(source, step, key));
  }

  /** Tells whether a page has made a version of a state that was there before. */
  @FunctionalInterface
  interface Made {
    boolean of(Known one, Row row);
  }

  /**
   * A page was taken in.
   *
   * @param made asked for a state of a list that may stand beside the newest on another page
   */
  Counts take(
      SourceId source, List<Row> rows, int unreadable, Rules rules, Instant now, Made made) {
    Map<Known, Integer> inPage = new HashMap<>();
    Map<Known, Row> counting = counting(source, rows, now);
    List<State> counted = new ArrayList<>();
    int unchanged = 0;
    for (Row row : rows) {
      Known one = of(source, row.step(), row.id());
      one.lacking.clear();
      one.shown.add(row.content());
      Integer before = inPage.get(one);
      boolean stale = before == null && one.state == State.REJECTED && one.config < rules.config();
      if (one.newest != null && one.hash.equals(row.state()) && !stale) {
        unchanged++;
        continue;
      }
      Instant at = believed(row.at(), now);
      Instant known = one.time == null ? null : believed(one.time, now);
      Row counts = counting.get(one);
      boolean older = at != null && known != null && at.isBefore(known);
      boolean outdone = counts != null && !counts.state().equals(row.state());
      boolean isNew = !one.states.contains(row.state());
      boolean beside = counts != null && before == null && counts.state().equals(one.hash);
      if (!isNew
          && (older
              || outdone
              || (before == null && source.equals(Setting.TOWN) && !made.of(one, row)))) {
        unchanged++;
        continue;
      }
      one.versions++;
      if (older || beside) {
        one.states.add(row.state());
        counted.add(State.PLANNED); // superseded before it was planned
        continue;
      }
      if (before != null && counted.get(before) != State.REJECTED) {
        counted.set(before, State.PLANNED);
      }
      renew(one, row, at, rules);
      inPage.put(one, counted.size());
      counted.add(one.state);
    }
    inPage.keySet().stream().filter(k -> k.state == State.PLANNED).forEach(Known::plan);
    return new Counts(
        unreadable,
        unchanged,
        (int) counted.stream().filter(s -> s == State.REJECTED).count(),
        (int) counted.stream().filter(s -> s == State.HELD).count(),
        (int) counted.stream().filter(s -> s == State.PLANNED).count());
  }

  /** Of records that the page shows in several states: the newest, or else the last. */
  private Map<Known, Row> counting(SourceId source, List<Row> rows, Instant now) {
    Map<Known, Row> last = new HashMap<>();
    Set<Known> several = new HashSet<>();
    for (Row row : rows) {
      Known one = of(source, row.step(), row.id());
      Row before = last.get(one);
      if (before != null && !before.state().equals(row.state())) {
        several.add(one);
      }
      if (before == null || !isBefore(believed(row.at(), now), believed(before.at(), now))) {
        last.put(one, row);
      }
    }
    last.keySet().retainAll(several);
    return last;
  }

  private static boolean isBefore(@Nullable Instant one, @Nullable Instant other) {
    return one != null && other != null && one.isBefore(other);
  }

  /** A time ahead of the hub's clock says nothing of what is newer. */
  private static @Nullable Instant believed(Instant at, Instant now) {
    return at.isAfter(now.plus(MARGIN)) ? null : at;
  }

  private void renew(Known one, Row row, @Nullable Instant at, Rules rules) {
    boolean heldForPurge = one.purged && !row.deleted();
    one.newest = row;
    one.hash = row.state();
    one.states.add(one.hash);
    one.erased.remove(row.content());
    one.time = at;
    one.config = rules.config();
    one.letGo = false;
    one.state = judge(row, rules);
    if (one.state == State.PLANNED && heldForPurge) {
      one.state = State.HELD;
    }
    if (one.state == State.HELD && one.released.containsAll(one.marks())) {
      one.state = State.PLANNED;
    }
  }

  private static State judge(Row row, Rules rules) {
    return switch (row.flaw()) {
      case NONE -> State.PLANNED;
      case HELD, SECRET -> State.HELD;
      case REJECTED -> State.REJECTED;
      case STRICTLY_REJECTED -> rules.strict() ? State.REJECTED : State.PLANNED;
    };
  }

  /** Intake ran again over what is kept of it. */
  void again(Known one) {
    if (one.newest != null) {
      renew(one, one.newest, one.time, rules);
      if (one.state == State.PLANNED) {
        one.plan();
      }
    }
  }

  void release(Known one) {
    one.released.addAll(one.marks());
    one.purged = false;
    one.state = State.PLANNED;
    one.plan();
  }

  void refuse(Known one) {
    one.released.removeAll(one.marks());
    one.state = State.REFUSED;
  }

  void purge(Known one) {
    one.purged = true;
    one.hasBeenPurged = true;
    one.state = State.PURGED;
    one.released.clear();
    one.mayLeave.clear();
    one.planned = null;
  }

  /** Lists lacked it for long enough. */
  void withdraw(Known one) {
    one.hash = ABSENT;
    one.time = null;
    one.config = rules.config();
    one.state = State.PLANNED;
    one.mayBeWithdrawn = true;
  }

  /** A person has it brought back. */
  void bringBack(Known one, Row row) {
    one.newest = row;
    one.hash = row.state();
    one.time = one.plannedTime;
    one.config = rules.config();
    one.state = State.PLANNED;
    one.lacking.clear();
    one.plan();
  }
}

package io.shangda.hub.intake;

import io.shangda.hub.intake.Identified.Name;
import io.shangda.hub.record.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sorts a page's records into unchanged ones and new versions. Pure but for the numbers it draws.
 */
final class Sorting {
  private static final class Current {
    final long id;
    int versions;
    Known newest;
    @Nullable Taken taken;

    Current(long id, Known known) {
      this.id = id;
      this.versions = known.versions();
      this.newest = known;
    }
  }

  private final SourcePlan plan;
  private final Function<Identified, Judged> judge;
  private final LongSupplier numbers;
  private final boolean again;
  private final Map<Name, Known> known;
  private final Map<Name, Current> current = new HashMap<>();
  private final List<Taken> taken = new ArrayList<>();
  private final Set<String> purged = new HashSet<>();
  private int unchanged;

  /**
   * @param again take in what is unchanged too: a mapping was mended
   */
  Sorting(
      SourcePlan plan,
      Function<Identified, Judged> judge,
      LongSupplier numbers,
      boolean again,
      Map<Name, Known> known) {
    this.plan = plan;
    this.judge = judge;
    this.numbers = numbers;
    this.again = again;
    this.known = known;
  }

  List<Taken> taken() {
    return taken;
  }

  /** Ids of all records that were sorted, unchanged ones too. */
  Map<Name, Long> ids() {
    Map<Name, Long> ids = new HashMap<>();
    current.forEach((name, now) -> ids.put(name, now.id));
    return ids;
  }

  int unchanged() {
    return unchanged;
  }

  /** Places of what is unchanged since it was purged: it must not be kept with the page. */
  Set<String> purged() {
    return purged;
  }

  /** Those of a page's records that will be taken, as far as can be seen before they are sorted. */
  List<Identified> worthJudging(List<Identified> records) {
    Map<Name, Identified> last = new HashMap<>();
    List<Identified> worth = new ArrayList<>(records.size());
    for (Identified record : records) {
      Identified before = last.put(record.name(), record);
      Known there = known.get(record.name());
      boolean same =
          before != null
              ? before.hash().equals(record.hash())
              : there != null && isUnchanged(record, there, true);
      if (!same) {
        worth.add(record);
      }
    }
    return worth;
  }

  void add(Identified record) {
    Known before = known.get(record.name());
    Current now = current.get(record.name());
    if (now == null && before != null) {
      now = new Current(before.id(), before);
      current.put(record.name(), now);
    }
    if (now == null) {
      now = new Current(numbers.getAsLong(), new Known(0, 0, 0, null, "", "", 0));
      current.put(record.name(), now);
    } else if (unchanged(record, now)) {
      unchanged++;
      if (now.newest.state().equals(Purged.STATE)) {
        purged.add(record.place());
      }
      return;
    }
    take(record, now, before);
  }

  private boolean unchanged(Identified record, Current now) {
    return isUnchanged(record, now.newest, now.taken == null);
  }

  private boolean isUnchanged(Identified record, Known newest, boolean firstInPage) {
    if (newest.version() == 0 || !newest.hash().equals(record.hash().text())) {
      return false;
    }
    boolean olderRules = newest.state().equals("rejected") && newest.config() < plan.config();
    return !(firstInPage && (again || olderRules));
  }

  private void take(Identified record, Current now, @Nullable Known before) {
    Judged judged = judge.apply(record);
    now.versions++;
    boolean older = isOlder(record, now.newest);
    Taken.State state = older ? Taken.State.SUPERSEDED : state(judged);
    Taken version = new Taken(record, judged, state, now.id, now.versions, before);
    taken.add(version);
    if (older) {
      return;
    }
    if (now.taken != null) {
      now.taken.overtaken();
    }
    now.taken = version;
    now.newest =
        new Known(
            now.id,
            now.versions,
            now.versions,
            record.versionTime(),
            record.hash().text(),
            state.word,
            plan.config());
  }

  private static boolean isOlder(Identified record, Known newest) {
    return newest.version() > 0
        && record.versionTime() != null
        && newest.versionTime() != null
        && record.versionTime().isBefore(newest.versionTime());
  }

  private static Taken.State state(Judged judged) {
    if (judged.has(Severity.REJECT)) {
      return Taken.State.REJECTED;
    }
    return judged.has(Severity.HOLD) ? Taken.State.HELD : Taken.State.PLANNED;
  }
}

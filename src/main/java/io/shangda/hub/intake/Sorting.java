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
  private final Stored stored;
  private final @Nullable Again again;
  private final Map<Name, Current> current = new HashMap<>();
  private final List<Taken> taken = new ArrayList<>();
  private final Set<String> purged = new HashSet<>();
  private int unchanged;

  /**
   * @param again kept content, to be taken in though it is unchanged: a mapping was mended; null
   *     for what was just pulled
   */
  Sorting(
      SourcePlan plan,
      Function<Identified, Judged> judge,
      LongSupplier numbers,
      Stored stored,
      @Nullable Again again) {
    this.plan = plan;
    this.judge = judge;
    this.numbers = numbers;
    this.stored = stored;
    this.again = again;
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
      Known there = stored.known(record.name());
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

  void all(List<Identified> records, Repeats repeats) {
    for (Identified record : records) {
      add(record, repeats);
    }
  }

  private void add(Identified record, Repeats repeats) {
    Known before = stored.known(record.name());
    Current now =
        current.computeIfAbsent(
            record.name(),
            name ->
                before == null
                    ? new Current(numbers.getAsLong(), Known.NOTHING)
                    : new Current(before.id(), before));
    if (again != null && now.taken == null && again.isOvertaken(record, before)) {
      unchanged++;
    } else if (isUnchanged(record, now.newest, now.taken == null)) {
      unchanged++;
      stored.beside().newest(now.id);
      if (now.newest.state().equals(Purged.STATE)) {
        purged.add(record.place());
      }
    } else if (wasSettled(record, now, repeats)) {
      unchanged++;
      Stored.Version version = stored.version(now.id, record.hash().text());
      if (version != null && version.state().equals(Purged.STATE)) {
        purged.add(record.place());
      }
    } else {
      take(record, now, before, repeats);
    }
  }

  private boolean isUnchanged(Identified record, Known newest, boolean firstInPage) {
    if (newest.version() == 0 || !newest.hash().equals(record.hash().text())) {
      return false;
    }
    boolean olderRules = newest.state().equals("rejected") && newest.config() < plan.config();
    return !(firstInPage && (again != null || olderRules));
  }

  /**
   * A state that does not count, and is stored: a list that shows a key twice, or a source that was
   * set back, would bring it with every pull.
   */
  private boolean wasSettled(Identified record, Current now, Repeats repeats) {
    Stored.Version version = again == null ? stored.version(now.id, record.hash().text()) : null;
    return version != null
        && (repeats.isOutdone(record)
            || isOlder(record, now.newest)
            || isBeside(record, version, now));
  }

  /** The newest stands on another page of the same list. */
  private boolean isBeside(Identified record, Stored.Version version, Current now) {
    Stored.Version newest = stored.version(now.id, now.newest.hash());
    return newest != null
        && now.taken == null
        && stored.beside().is(now.id, record.hash().text(), version.run(), newest.run());
  }

  private void take(Identified record, Current now, @Nullable Known before, Repeats repeats) {
    Judged judged = judge.apply(record);
    boolean late = isOlder(record, now.newest);
    boolean beside = isBesideTheNewest(record, now, repeats);
    boolean older = late || beside;
    Taken.State state = older ? Taken.State.SUPERSEDED : state(judged);
    if (again != null
        && now.taken == null
        && state == Taken.State.PLANNED
        && again.isSame(now.newest, judged)) {
      unchanged++;
      return;
    }
    now.versions++;
    Taken version = new Taken(record, judged, state, now.id, now.versions, before);
    taken.add(version);
    if (record.equals(repeats.best(record.name())) || beside) {
      version.note(Remarks.repeated(record));
    } else if (late) {
      version.note(Remarks.late(record, now.newest));
    }
    if (now.newest.version() > 0 && !now.newest.written().equals(record.written())) {
      version.note(Remarks.writtenOtherwise(record, now.newest));
    }
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
            plan.config(),
            record.written());
  }

  /** The state that counts is the stored one, and stands elsewhere in the page. */
  private static boolean isBesideTheNewest(Identified record, Current now, Repeats repeats) {
    Identified best = repeats.best(record.name());
    return now.taken == null && best != null && best.hash().text().equals(now.newest.hash());
  }

  static boolean isOlder(Identified record, Known newest) {
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

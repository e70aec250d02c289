package io.shangda.hub.intake;

import io.shangda.hub.intake.Identified.Name;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys that a page shows more than once in different states: of these the newest by its time
 * counts, else the one that stands last, with every pull the same one.
 */
final class Repeats {
  private final List<Identified> records;
  private final Map<Name, Identified> counts = new HashMap<>();
  private final Set<Name> repeated = new HashSet<>();

  Repeats(List<Identified> records) {
    this.records = records;
    for (Identified record : records) {
      Identified before = counts.get(record.name());
      if (before != null && !before.hash().equals(record.hash())) {
        repeated.add(record.name());
      }
      if (before == null || !isBefore(record, before)) {
        counts.put(record.name(), record);
      }
    }
  }

  private static boolean isBefore(Identified one, Identified other) {
    return one.versionTime() != null
        && other.versionTime() != null
        && one.versionTime().isBefore(other.versionTime());
  }

  /** True if the page shows the record in another state that counts. */
  boolean isOutdone(Identified record) {
    Identified best = best(record.name());
    return best != null && !best.hash().equals(record.hash());
  }

  /** The state that counts; null if the page shows only one. */
  @Nullable Identified best(Name name) {
    return repeated.contains(name) ? counts.get(name) : null;
  }

  /** Known records that the page shows in another state than the newest. */
  List<Long> changed(Map<Name, Known> known) {
    List<Long> changed = new ArrayList<>();
    for (Identified record : records) {
      Known before = known.get(record.name());
      if (before != null && before.version() > 0 && !before.hash().equals(record.hash().text())) {
        changed.add(before.id());
      }
    }
    return changed;
  }

  /** Of these, records of which it matters whether what is shown was stored before: few, if any. */
  List<Long> doubtful(Map<Name, Known> known) {
    List<Long> doubtful = new ArrayList<>();
    for (Identified record : records) {
      Known before = known.get(record.name());
      if (before != null
          && before.version() > 0
          && !before.hash().equals(record.hash().text())
          && (repeated.contains(record.name()) || Sorting.isOlder(record, before))) {
        doubtful.add(before.id());
      }
    }
    return doubtful;
  }
}

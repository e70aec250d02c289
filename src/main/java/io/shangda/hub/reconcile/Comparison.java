package io.shangda.hub.reconcile;

import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.config.TargetConfig.Reconcile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a target has with what it should have. What moved meanwhile (a delivery open, or
 * settled after the question was asked) is no difference: the next comparison sees it.
 */
final class Comparison {
  /** More than these are counted, not shown: then something else is wrong. */
  static final int MOST = 10_000;

  /** What is wrong with a record. */
  enum Kind {
    MISSING("missing"),
    UNKNOWN("unknown"),
    DIFFERENT("different");

    final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /**
   * A record that only one side has, or has otherwise.
   *
   * @param record id in the hub; null if nothing here has this key
   */
  record Found(
      Kind kind,
      @Nullable Long record,
      String type,
      String name,
      @Nullable Integer version,
      String here,
      String there) {}

  /**
   * What came of it.
   *
   * @param records the target should have
   * @param days that differ
   * @param differences all of them; of these {@code found} are told
   */
  record Result(long records, int days, int differences, List<Found> found) {}

  private record Name(String type, String name) {}

  private final TargetConfig target;
  private final Reconcile how;
  private final Here here;
  private final There there;

  Comparison(TargetConfig target, Reconcile how, Here here, There there) {
    this.target = target;
    this.how = how;
    this.here = here;
    this.there = there;
  }

  /**
   * @param began before anything was read or asked, by the database's clock
   */
  Result run(Instant began) {
    return how.digest() ? byDigest(began) : byList(began);
  }

  private Result byDigest(Instant began) {
    Map<Held.Part, Held.Digest> ours = new HashMap<>();
    long[] records = {0};
    here.each(
        false,
        held -> {
          ours.computeIfAbsent(held.part(), part -> new Held.Digest()).add(held);
          records[0]++;
        });
    Map<Held.Part, String> theirs = there.digests();
    Set<Held.Part> parts = new HashSet<>(ours.keySet());
    parts.addAll(theirs.keySet());
    parts.removeIf(
        part -> {
          Held.Digest digest = ours.get(part);
          return (digest == null ? "" : digest.text()).equals(theirs.getOrDefault(part, ""));
        });
    Map<Name, Held> mine = new HashMap<>();
    if (!parts.isEmpty()) {
      here.each(
          false,
          held -> {
            if (parts.contains(held.part())) {
              mine.put(new Name(held.type(), held.name()), held);
            }
          });
    }
    Map<Name, Held> yours = new LinkedHashMap<>();
    for (Held.Part part : parts) {
      if (theirs.containsKey(part)) {
        there.each(part, held -> yours.put(new Name(held.type(), held.name()), held));
      }
    }
    return result(records[0], parts.size(), mine, yours, began);
  }

  private Result byList(Instant began) {
    Map<Name, Held> mine = new HashMap<>();
    here.each(how.byTargetKey(), held -> mine.put(name(held), held));
    Map<Name, Held> yours = new LinkedHashMap<>();
    there.each(null, held -> yours.put(name(held), held));
    return result(mine.size(), 0, mine, yours, began);
  }

  /** A target's own keys are one for all types. */
  private Name name(Held held) {
    return new Name(how.byTargetKey() ? "" : held.type(), held.name());
  }

  private Result result(
      long records, int days, Map<Name, Held> mine, Map<Name, Held> yours, Instant began) {
    List<Found> found = new ArrayList<>();
    yours.forEach(
        (name, held) -> {
          Held own = mine.remove(name);
          if (own == null) {
            found.add(unknown(held));
          } else if (!own.agrees(held)) {
            found.add(of(Kind.DIFFERENT, own, held.shown()));
          }
        });
    mine.values().forEach(own -> found.add(of(Kind.MISSING, own, "")));
    List<Long> ids = found.stream().map(Found::record).filter(Objects::nonNull).toList();
    Set<Long> moved = here.moved(ids, began);
    found.removeIf(one -> one.record() != null && moved.contains(one.record()));
    if (how.byTargetKey()) {
      forgetUnderWay(found);
    }
    return new Result(
        records, days, found.size(), List.copyOf(found.subList(0, Math.min(MOST, found.size()))));
  }

  /**
   * By the target's own key nobody knows which record an unknown one is: it may be one whose
   * outcome was not stored yet when this side was read.
   */
  private void forgetUnderWay(List<Found> found) {
    Set<String> unknown = new HashSet<>();
    found.stream()
        .filter(one -> one.kind() == Kind.UNKNOWN)
        .forEach(one -> unknown.add(one.name()));
    if (unknown.isEmpty()) {
      return;
    }
    Set<String> known = new HashSet<>(here.keysUnderWay()); // first: what is open now may settle
    here.each(
        true,
        held -> {
          if (unknown.contains(held.name())) {
            known.add(held.name());
          }
        });
    found.removeIf(one -> one.kind() == Kind.UNKNOWN && known.contains(one.name()));
  }

  private static Found of(Kind kind, Held own, String there) {
    return new Found(kind, own.record(), own.type(), own.name(), own.version(), own.shown(), there);
  }

  /** It may be known here as a record that the target was told to withdraw. */
  private Found unknown(Held held) {
    Long record = how.byTargetKey() ? null : here.withdrawn(held);
    return new Found(
        Kind.UNKNOWN, record, held.type(), held.name(), held.version(), "", held.shown());
  }

  @Override
  public String toString() {
    return "comparison with " + target.id();
  }
}

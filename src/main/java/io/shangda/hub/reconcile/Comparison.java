package io.shangda.hub.reconcile;

import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.config.TargetConfig.Reconcile;
import io.shangda.hub.record.ForeignText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a target has with what it should have. What moved meanwhile (a delivery open, or
 * settled after the question was asked) is no difference: the next comparison sees it.
 */
final class Comparison {
  /** More than these are counted, not shown: then something else is wrong. */
  static final int MOST = 10_000;

  /** Of each side, before it is known which of them moved meanwhile. */
  private static final int KEPT = 2 * MOST;

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
   * A record that only one side has, or has otherwise. What the target says of it is cut to its
   * column.
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
      String there) {
    private static final int LONGEST_TYPE = 64;
    private static final int LONGEST_NAME = 900;
    private static final int LONGEST_SIDE = 500;

    Found {
      type = ForeignText.oneLine(type, LONGEST_TYPE);
      name = ForeignText.oneLine(name, LONGEST_NAME);
      here = ForeignText.oneLine(here, LONGEST_SIDE);
      there = ForeignText.oneLine(there, LONGEST_SIDE);
    }
  }

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
    Consumer<Consumer<Held>> mine =
        told ->
            here.each(
                false,
                held -> {
                  if (parts.contains(held.part())) {
                    told.accept(held);
                  }
                });
    Consumer<Consumer<Held>> yours =
        told -> parts.stream().filter(theirs::containsKey).forEach(part -> there.each(part, told));
    if (parts.isEmpty()) {
      return new Result(records[0], 0, 0, List.of());
    }
    Result result = compare(mine, yours, began);
    return new Result(records[0], parts.size(), result.differences(), result.found());
  }

  private Result byList(Instant began) {
    return compare(
        told -> here.each(how.byTargetKey(), told), told -> there.each(null, told), began);
  }

  /** A target's own keys are one for all types. */
  private String type(Held held) {
    return how.byTargetKey() ? "" : held.type();
  }

  private Name name(Held held) {
    return new Name(type(held), held.name());
  }

  /**
   * Reads this side, then the other, then this one again for what differs: neither is held in
   * memory whole.
   */
  private Result compare(
      Consumer<Consumer<Held>> mine, Consumer<Consumer<Held>> yours, Instant began) {
    HeldTable table = new HeldTable();
    mine.accept(held -> table.add(type(held), held));
    Map<Name, Held> odd = new LinkedHashMap<>();
    Set<Name> unknown = new HashSet<>();
    int[] more = {0};
    yours.accept(
        held -> {
          HeldTable.Match match = table.look(type(held), held);
          Name name = name(held);
          if (match == HeldTable.Match.SAME) {
            odd.remove(name); // told twice; the later counts
          } else if (odd.size() < KEPT || odd.containsKey(name)) {
            odd.put(name, held);
            if (match == HeldTable.Match.NONE) {
              unknown.add(name);
            }
          } else {
            more[0]++;
          }
        });
    Map<Name, Held> own = new HashMap<>();
    List<Held> missing = new ArrayList<>();
    if (odd.size() > unknown.size() || table.unseen() > 0) {
      mine.accept(
          held -> {
            if (odd.containsKey(name(held))) {
              own.put(name(held), held);
            } else if (missing.size() < KEPT && table.isUnseen(type(held), held)) {
              missing.add(held);
            }
          });
    }
    List<Found> found = new ArrayList<>();
    odd.forEach(
        (name, held) -> {
          Held ours = own.get(name);
          if (unknown.contains(name)) {
            found.add(unknown(held));
          } else if (ours != null) {
            found.add(of(Kind.DIFFERENT, ours, held.shown()));
          }
        });
    missing.forEach(held -> found.add(of(Kind.MISSING, held, "")));
    forgetMoved(found, began);
    int untold = more[0] + Math.max(0, table.unseen() - missing.size());
    return new Result(
        table.size(),
        0,
        found.size() + untold,
        List.copyOf(found.subList(0, Math.min(MOST, found.size()))));
  }

  private void forgetMoved(List<Found> found, Instant began) {
    List<Long> ids = found.stream().map(Found::record).filter(Objects::nonNull).toList();
    Set<Long> moved = here.moved(ids, began);
    found.removeIf(one -> one.record() != null && moved.contains(one.record()));
    if (how.byTargetKey()) {
      forgetUnderWay(found);
    }
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

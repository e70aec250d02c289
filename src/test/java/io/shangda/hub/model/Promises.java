package io.shangda.hub.model;

import io.shangda.hub.model.Model.Known;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What must hold after every step. */
final class Promises {
  /** What must give no row; each row says what is wrong. */
  private static final List<String> NEVER =
      List.of(
          "P1 select 'run ' || id || ' pulled ' || pulled || ' but counts '"
              + " || (unreadable + unchanged + rejected + held + planned) from pull_run"
              + " where pulled <> unreadable + unchanged + rejected + held + planned",
          """
          P1 select 'run ' || run || ' planned ' || planned || ' for ' || target || ', and there are ' || n from (
            select t.run, t.target, t.planned,
              (select count(*) from delivery d where d.run = t.run and d.target = t.target)
                + (select coalesce(sum(p.n), 0) from pruned_delivery p where p.run = t.run and p.target = t.target) as n
            from pull_run_target t) where planned <> n
          """,
          """
          P1 select 'delivery ' || d.id || ' belongs to no run' from delivery d
          where not exists (select 1 from pull_run_target t where t.run = d.run and t.target = d.target)
          """,
          """
          P1 select 'held ' || r.held || ' in run ' || r.id || ', and there are ' || count(v.record)
          from pull_run r left join record_version v on v.run = r.id and v.state = 'held'
          group by r.id, r.held having r.held <> count(v.record)
          """,
          """
          P2 select 'delivery ' || d.id || ' is ' || d.state || ' and nothing will send it' from delivery d
          where d.state = 'waiting' and not exists (select 1 from delivery_wait w where w.delivery = d.id)
            or d.state = 'batched' and not exists (select 1 from batch b where b.id = d.batch)
          """,
          """
          P2 select 'delivery ' || w.delivery || ' waits and is over' from delivery_wait w
          where not exists (select 1 from delivery d where d.id = w.delivery and d.state = 'waiting')
          """,
          """
          P2 select 'batch ' || b.id || ' has ' || b.records || ' records, and there are ' || count(d.id)
          from batch b left join delivery d on d.batch = b.id and d.state = 'batched'
          group by b.id, b.records having b.records <> count(d.id)
          """,
          """
          P4 select 'record ' || record || ' is in two batches for ' || target from delivery
          where state = 'batched' group by record, target having count(*) > 1
          """,
          """
          P1 select 'delivery ' || d.id || ' is dead in one table and not in the other' from delivery d
          where (d.state = 'dead') <> (exists (select 1 from dead_letter x where x.delivery = d.id))
          """);

  private static final Duration DAY = Duration.ofDays(1);

  private final World world;

  Promises(World world) {
    this.world = world;
  }

  void check(Set<Step.Kind> after) {
    for (String never : NEVER) {
      List<String> wrong = world.look.texts(never.substring(3));
      if (!wrong.isEmpty()) {
        throw new BrokenPromise(never.substring(0, 2), String.join("; ", wrong));
      }
    }
    pauses();
    records(after);
    if (after.contains(Step.Kind.PURGE)) {
      nothingIsLeft();
    }
  }

  /** Of what was purged nothing stands anywhere. */
  void nothingIsLeft() {
    Set<Long> erased = new TreeSet<>();
    world.model.known.values().forEach(known -> erased.addAll(known.erased));
    Map<Long, String> found =
        erased.isEmpty() ? Map.of() : new Leftovers(world.look.database()).of(erased);
    found.forEach(
        (content, place) -> {
          throw new BrokenPromise("P7", "#" + content + " was purged and stands in " + place);
        });
  }

  private void pauses() {
    List<String> expected =
        new TreeSet<>(world.pausedSources.stream().map(Object::toString).toList())
            .stream().toList();
    List<String> found =
        world.look.texts("select source from source_state where paused order by source");
    if (!found.equals(expected)) {
      throw new BrokenPromise("P5", "paused are sources " + found + ", but should be " + expected);
    }
    List<String> above =
        new TreeSet<>(world.pausedTargets.stream().map(Object::toString).toList())
            .stream().toList();
    List<String> targets =
        world.look.texts("select target from target_state where paused order by target");
    if (!targets.equals(above)) {
      throw new BrokenPromise("P5", "paused are targets " + targets + ", but should be " + above);
    }
  }

  private void records(Set<Step.Kind> after) {
    Map<String, Look.Stored> stored = world.look.records();
    for (Look.Stored one : stored.values()) {
      Known known = world.model.known.get(one.name());
      if (known == null || known.newest == null) {
        if (one.version() != 0) {
          throw new BrokenPromise("P1", one.name() + " is known, and nobody has shown it");
        }
      } else {
        compare(known, one, after);
      }
    }
    for (Known known : world.model.known.values()) {
      if (known.newest != null && !stored.containsKey(known.name)) {
        throw new BrokenPromise("P2", known + " was taken in and is not there");
      }
    }
  }

  private void compare(Known known, Look.Stored one, Set<Step.Kind> after) {
    known.versions = one.versions();
    boolean withdrawn = one.hash().startsWith(Model.ABSENT);
    if (withdrawn && !known.hash.equals(Model.ABSENT)) {
      requireThatItWasMissing(known);
      world.model.withdraw(known);
      world.say("  " + known.name + " is withdrawn, for lists lack it");
    } else if (!withdrawn && known.hash.equals(Model.ABSENT) && after.contains(Step.Kind.UNDO)) {
      world.model.bringBack(known, Objects.requireNonNull(known.planned));
    }
    if (after.contains(Step.Kind.REPROCESS)) {
      reprocessed(known, one);
    }
    if (!one.state().equals(known.state.word())) {
      throw new BrokenPromise(
          "P1",
          "%s is %s, but should be %s".formatted(known.name, one.state(), known.state.word()));
    }
    if (!withdrawn) {
      sameContent(known, one);
    }
  }

  /** What is not changed by it stays the version it was. */
  private void reprocessed(Known known, Look.Stored one) {
    if (!one.state().equals(known.state.word())) {
      world.model.again(known);
    }
    known.config = one.config();
  }

  /** The same state always has the same hash, and no other has. */
  private static void sameContent(Known known, Look.Stored one) {
    String before = known.stored.putIfAbsent(known.hash, one.hash());
    boolean taken =
        known.stored.entrySet().stream()
            .anyMatch(e -> e.getValue().equals(one.hash()) && !e.getKey().equals(known.hash));
    if ((before != null && !before.equals(one.hash())) || taken) {
      throw new BrokenPromise(
          "P4",
          known.name + " has another newest content than was shown last: not " + known.newest);
    }
  }

  private void requireThatItWasMissing(Known known) {
    Duration grace =
        known.lacking.isEmpty() ? Duration.ZERO : world.time.passed().minus(known.lacking.get(0));
    boolean missing =
        known.lacking.size() >= Setting.SNAPSHOTS && grace.compareTo(Setting.GRACE) >= 0;
    if (!missing) {
      throw new BrokenPromise(
          "P8",
          "%s is withdrawn, and %d whole lists lacked it for %d s"
              .formatted(known.name, known.lacking.size(), grace.toSeconds()));
    }
    if (!known.letGo) {
      List<Duration> some = world.withdrawn.computeIfAbsent(known.step, step -> new ArrayList<>());
      some.removeIf(at -> world.time.passed().minus(at).compareTo(DAY) >= 0);
      some.add(world.time.passed());
      if (some.size() > Setting.BRAKE) {
        throw new BrokenPromise("P8", "more are withdrawn than go without a person: " + known.name);
      }
    }
  }
}

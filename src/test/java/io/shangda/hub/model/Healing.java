package io.shangda.hub.model;

import io.shangda.hub.audit.proof.Damage;
import io.shangda.hub.audit.proof.DatabaseEvidence;
import io.shangda.hub.audit.proof.Verifier;
import io.shangda.hub.model.Model.Known;
import io.shangda.hub.model.Model.State;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.TargetId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run: nothing fails any more, people decide what waits for them, and everything must
 * come to rest with every target holding what it should.
 */
final class Healing {
  private static final Duration ROUND = Duration.ofSeconds(70);
  private static final int LEAST = 4;
  private static final int MOST = 25;
  private static final int GOOD = 99;
  private static final int MOST_BATCHES = 300;

  private final World world;
  private final Promises promises;
  private final Below below;

  Healing(World world) {
    this.world = world;
    this.promises = new Promises(world);
    this.below = new Below(world, 1_000_000);
  }

  void heal() {
    world.say("-- everything heals");
    world.nodes.forEach(Node::start);
    world.pass(Duration.ofMinutes(3));
    mendAbove();
    mendBelow();
    List<String> wrong = List.of();
    long versions = -1;
    for (int round = 1; round <= MOST; round++) {
      world.say("-- round " + round);
      boolean sent = round(world.nodes.get(round % world.nodes.size()));
      long now = world.look.number("select coalesce(sum(versions), 0) from record");
      wrong = wrong();
      if (round >= LEAST && wrong.isEmpty() && !sent && now == versions) {
        proveEvidence();
        return;
      }
      versions = now;
    }
    throw new BrokenPromise(
        "P2",
        "it does not come to rest: "
            + (wrong.isEmpty() ? "something is sent again and again" : wrong));
  }

  private void mendAbove() {
    for (Platform platform : world.platforms) {
      platform.refuses.clear();
      while (!platform.underWay.isEmpty()) {
        platform.receive(platform.underWay.remove(0), true);
      }
      world.people().resume(world.nodes.get(0), platform);
    }
  }

  private void mendBelow() {
    for (LowerSystem lower : world.lowers) {
      lower.cap = Integer.MAX_VALUE;
      world.people().resume(world.nodes.get(0), lower.id);
      for (Row row : List.copyOf(lower.rows)) {
        if (row.flaw() != Row.Flaw.NONE || hides(lower, row)) {
          below.renew(lower, row, Row.Flaw.NONE, "", row.deleted());
        }
      }
    }
  }

  /** What the hub rightly takes for old, or what a person has decided against. */
  private boolean hides(LowerSystem lower, Row row) {
    Known known = world.model.known.get(Model.name(lower.id, row.step(), row.id()));
    boolean late = row.at().isBefore(world.newest(lower, row));
    boolean decided =
        known != null
            && (known.state != State.PLANNED
                || world.platforms.stream().anyMatch(p -> isGivenUp(p, known)));
    return late || decided;
  }

  private boolean isGivenUp(Platform platform, Known known) {
    return known.hash.equals(world.givenUp.get(platform.id + " " + known.name));
  }

  /** True if something was sent. */
  private boolean round(Node node) {
    world.pass(ROUND);
    node.outbox.relay().sweep();
    while (world.pulls().whole(node)) {
      promises.check(Set.of(Step.Kind.PULL));
    }
    world.people().letGo(node);
    promises.check(Set.of(Step.Kind.LET_GO));
    for (Known known : world.model.known.values()) {
      if (known.state == State.HELD) {
        world.people().release(node, known);
      }
    }
    int before = world.sends().claims();
    for (Platform platform : world.platforms) {
      deliver(node, platform);
      cleanUp(platform);
      world.people().repair(node, platform);
      deliver(node, platform);
      world.people().replay(node, platform);
    }
    promises.check(Set.of(Step.Kind.DELIVER));
    return world.sends().claims() > before;
  }

  private void deliver(Node node, Platform platform) {
    for (int i = 0; world.sends().deliver(node, platform.id, GOOD); i++) {
      if (i == MOST_BATCHES) {
        throw new BrokenPromise("P2", platform.id + " is sent to without end");
      }
    }
  }

  /** The platform's staff takes away what it has of records that it refuses to insert for that. */
  private void cleanUp(Platform platform) {
    for (Look.Open open : world.look.open()) {
      if (open.state().equals("dead")
          && open.target().equals(platform.id.value())
          && open.operation().equals(Operation.INSERT.word())) {
        platform.has.remove(open.name());
        platform.doubtful.add(open.name());
      }
    }
  }

  /** Where a target has something else than it should. */
  private List<String> wrong() {
    List<String> wrong = new ArrayList<>();
    for (Look.Open open : world.look.open()) {
      if (!waitsRightly(open)) {
        wrong.add("%s is %s for %s".formatted(open.name(), open.state(), open.target()));
      }
    }
    for (Known known : world.model.known.values()) {
      if (known.newest != null) {
        shown(known, wrong);
        for (Platform platform : world.platforms) {
          above(known, platform, wrong);
        }
      }
    }
    for (LowerSystem lower : world.lowers) {
      for (Row row : lower.rows) {
        if (!world.model.known.containsKey(Model.name(lower.id, row.step(), row.id()))) {
          wrong.add(lower.id + " shows " + row + ", and nobody knows it");
        }
      }
    }
    return wrong;
  }

  private boolean waitsRightly(Look.Open open) {
    Known known = Objects.requireNonNull(world.model.known.get(open.name()));
    @Nullable String parent = parent(known);
    Platform platform = world.platform(new TargetId(open.target()));
    return open.state().equals("waiting") && parent != null && lacksParent(platform, parent);
  }

  /** It has no such parent; or the hub cannot know that it has, for it was erased on its way. */
  private boolean lacksParent(Platform platform, String parent) {
    Known known = world.model.known.get(parent);
    return !platform.has.containsKey(parent) || (known != null && known.hasBeenPurged);
  }

  private static @Nullable String parent(Known known) {
    Row row = known.newest;
    return row == null || !row.step() ? null : Model.name(known.source, false, row.of());
  }

  /** What its source shows now is the newest that is known. */
  private void shown(Known known, List<String> wrong) {
    Row row = world.lower(known.source).find(known.step, known.key);
    boolean erased = known.state == State.PURGED;
    Row second = row == null ? null : world.lower(known.source).second(row);
    boolean isSecond = second != null && known.hash.equals(second.state());
    if (row != null && !erased && !isSecond && !known.hash.equals(row.state())) {
      wrong.add(known.source + " shows " + row + ", and " + known + " is known");
    }
    if (row == null && known.state != State.PLANNED && !erased) {
      return; // nobody mends it
    }
    if (row == null
        && known.lacking.size() > Setting.SNAPSHOTS + 1
        && known.inWholeList
        && !world.lower(known.source).showsTwice() // such a list is no proof
        && !known.isWithdrawn()
        && known.state == State.PLANNED) {
      wrong.add(known + " is in no list any more and is not withdrawn");
    }
  }

  private void above(Known known, Platform platform, List<String> wrong) {
    @Nullable String parent = parent(known);
    boolean orphan = parent != null && lacksParent(platform, parent);
    // what a target has of it, perhaps without the hub's knowledge, it keeps
    boolean unknowable = known.hasBeenPurged && (known.isWithdrawn() || orphan);
    if (known.state != State.PLANNED || isGivenUp(platform, known) || unknowable) {
      return;
    }
    Long has = platform.has.get(known.name);
    Row newest = Objects.requireNonNull(known.newest);
    Set<@Nullable Long> should =
        known.isWithdrawn()
            ? Healing.only(null)
            : orphan ? Healing.either(newest.content()) : Healing.only(newest.content());
    if (!should.contains(has)) {
      wrong.add("%s has %s of %s, but should have %s".formatted(platform.id, has, known, should));
    }
  }

  private static Set<@Nullable Long> only(@Nullable Long one) {
    Set<@Nullable Long> set = new java.util.HashSet<>();
    set.add(one);
    return set;
  }

  private static Set<@Nullable Long> either(Long one) {
    Set<@Nullable Long> set = only(one);
    set.add(null);
    return set;
  }

  private void proveEvidence() {
    promises.nothingIsLeft();
    List<String> missing = new Evidence(world.look.database()).missing();
    if (!missing.isEmpty()) {
      throw new BrokenPromise("P6", missing.get(0));
    }
    world.nodes.get(0).sealer.seal();
    List<Damage> damages = new ArrayList<>();
    try (DatabaseEvidence evidence = new DatabaseEvidence(world.look.database())) {
      new Verifier(evidence, List.of(), Set.of(Node.KEY.id().text()), damages::add).run();
    }
    if (!damages.isEmpty()) {
      throw new BrokenPromise("P6", damages.toString());
    }
  }
}

package io.shangda.hub.model;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.delivery.Epochs;
import io.shangda.hub.intake.PullClaim;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.StoreException;
import io.shangda.hub.support.CoreWorld.MutableConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that is there in a run: two systems below, two nodes of the hub on one database, two
 * platforms above, and what a person who sees everything knows of them.
 */
final class World implements AutoCloseable {
  static final Actor PERSON = new Actor("zhang", "because");

  final Time time = new Time();
  final Store store;
  final MutableConfig config = new MutableConfig();
  Model model = new Model();
  final List<LowerSystem> lowers;
  final List<Platform> platforms;
  final List<Node> nodes;
  final Look look;

  /** Whose claim of a source, and of a batch, is the newest. */
  final Map<SourceId, PullClaim> pulling = new HashMap<>();

  final Map<Long, Claimed> sending = new HashMap<>();

  /** Batches whose newest claim was not settled. */
  final Set<Long> unsettled = new HashSet<>();

  final Set<SourceId> pausedSources = new HashSet<>();

  /** Sources that a person has resumed since they were claimed: his word is the newer one. */
  final Set<SourceId> resumed = new HashSet<>();

  final Set<TargetId> pausedTargets = new HashSet<>();
  final Set<TargetId> probed = new HashSet<>();

  /** Until when a platform asked to be left alone. */
  final Map<TargetId, Duration> waits = new HashMap<>();

  /** Before when a key must not be sent again. */
  final Map<String, Duration> notBefore = new HashMap<>();

  /** Deliveries that a person gave up, by target and record, as the record then was. */
  final Map<String, String> givenUp = new HashMap<>();

  /** When cases and steps were withdrawn without a person. */
  final Map<Boolean, List<Duration>> withdrawn = new HashMap<>();

  private static final int MOST_SLICES = 60;

  /** Transactions after which the promises were checked last. */
  private int checked;

  private @Nullable Backup backup;
  private @Nullable Backup last;
  private Instant restored = Instant.MIN;
  private final boolean total;
  private final List<String> said = new ArrayList<>();
  private final Below below;
  private final Pulling pulls;
  private final Sending sends;
  private final People people;

  /**
   * @param total the town says how many rows there are
   */
  World(Store store, boolean total) {
    this.store = store;
    this.total = total;
    store.reset();
    config.apply(Setting.hub(total, false));
    lowers =
        List.of(
            new LowerSystem(Setting.TOWN, false, total),
            new LowerSystem(Setting.COUNTY, true, true));
    platforms =
        List.of(new Platform(Setting.PROVINCE, true), new Platform(Setting.MINISTRY, false));
    nodes =
        List.of(
            new Node("node-1", new Wire(store.url()), config, time, true),
            new Node("node-2", new Wire(store.url()), config, time, false));
    look = new Look(new Wire(store.url()));
    below = new Below(this, 0);
    pulls = new Pulling(this);
    sends = new Sending(this);
    people = new People(this);
  }

  /** What happened, in words. */
  List<String> said() {
    return said;
  }

  void say(String text) {
    said.add(text);
  }

  Pulling pulls() {
    return pulls;
  }

  Sending sends() {
    return sends;
  }

  People people() {
    return people;
  }

  Node node(Step step) {
    return nodes.get(step.a() % nodes.size());
  }

  LowerSystem lower(SourceId source) {
    return lowers.stream().filter(l -> l.id.equals(source)).findFirst().orElseThrow();
  }

  Platform platform(TargetId target) {
    return platforms.stream().filter(p -> p.id.equals(target)).findFirst().orElseThrow();
  }

  SourceConfig source(SourceId id) {
    return Objects.requireNonNull(config.get().sources().get(id));
  }

  /** The latest version time that is known of a record. */
  Instant newest(LowerSystem lower, Row row) {
    Model.Known known = model.known.get(Model.name(lower.id, row.step(), row.id()));
    Instant time = known == null ? null : known.time();
    return time == null ? Instant.MIN : time;
  }

  TargetConfig target(TargetId id) {
    return Objects.requireNonNull(config.get().targets().get(id));
  }

  void apply(boolean strict) {
    config.apply(Setting.hub(total, strict));
    model.rules = new Model.Rules(strict, config.version());
  }

  /** One step, with what cuts it off or comes between. */
  void take(Step step) {
    Node node = node(step);
    if (step.cut() != 0) {
      node.wire.cut(step.cut() > 0 ? Wire.Cut.BEFORE : Wire.Cut.AFTER, Math.abs(step.cut()) - 1);
    }
    Step other = step.other();
    if (other != null) {
      node.wire.between(
          () -> {
            say("  meanwhile:");
            perform(other);
          },
          step.before());
    }
    try {
      perform(step);
    } catch (StoreException e) {
      if (!node.wire.isDead()) {
        throw e;
      }
    } finally {
      node.wire.calm();
      if (node.wire.isDead()) {
        say("  " + node + " ended in it and is started anew");
        node.start();
      }
    }
    Set<Step.Kind> kinds =
        other == null ? Set.of(step.kind()) : EnumSet.of(step.kind(), other.kind());
    int commits = commits();
    if (commits != checked || kinds.contains(Step.Kind.RESTORE)) { // else nothing is otherwise
      new Promises(this).check(kinds);
      checked = commits;
    }
  }

  private int commits() {
    return nodes.stream().mapToInt(node -> node.wire.commits()).sum();
  }

  private void perform(Step step) {
    switch (step.kind()) {
      case NEW_CASE,
          NEW_STEP,
          CHANGE,
          FLAW,
          DELETE,
          VANISH,
          APPEAR,
          LATE_VERSION,
          LATE_COMMIT,
          VISIT,
          EARLY_VERSION,
          TWICE,
          CAP ->
          below.perform(step);
      case PULL, BEGIN_PULL, PAGE -> pulls.perform(step);
      case CLAIM, SEND, SETTLE, DELIVER, LAND, SWEEP -> sends.perform(step);
      case KILL -> {
        say(node(step) + " is killed and started anew");
        node(step).start();
      }
      case SECONDS -> pass(Duration.ofSeconds(5 + step.c() % 20));
      case LEASE -> pass(Duration.ofSeconds(31));
      case MINUTES -> pass(Duration.ofMinutes(1 + step.c() % 5));
      case PRUNE -> prune(node(step));
      case BACK_UP -> backUp();
      case RESTORE -> restore();
      case CLOCK ->
          setClock(Duration.ofHours(step.c() % 2 == 0 ? 1 : -1).multipliedBy(1 + step.b() % 5));
      default -> people.perform(step);
    }
  }

  /** A day later what is no longer needed goes. */
  private void prune(Node node) {
    pass(Duration.ofHours(25));
    int slices = 0;
    while (slices < MOST_SLICES && node.pruning.slice()) {
      slices++;
    }
    say(node + " prunes");
  }

  private void backUp() {
    say("the database is backed up");
    store.backUp();
    backup = new Backup(model.copy(), Set.copyOf(pausedSources), Set.copyOf(pausedTargets));
  }

  /** The database is what it was at the last backup; of what came since it knows nothing. */
  private void restore() {
    if (backup == null || !time.instant().isAfter(restored.plusSeconds(60))) {
      return; // the time tells restores apart
    }
    restored = time.instant();
    say("the database is put back as it was backed up");
    store.restore();
    boolean again = backup.equals(last);
    last = backup;
    platforms.forEach(platform -> platform.hubForgets(model.known.keySet(), again));
    Model.Rules rules = model.rules; // what is configured does not stand in this database
    model = backup.model().copy();
    model.rules = rules;
    pausedSources.clear();
    pausedSources.addAll(backup.sources());
    pausedTargets.clear();
    pausedTargets.addAll(backup.targets());
    forget();
    nodes.forEach(Node::start);
    nodes.get(0).database.execute(c -> Epochs.raise(c, nodes.get(0).database));
    nodes.forEach(Node::start);
  }

  private void forget() {
    pulling.clear();
    sending.clear();
    unsettled.clear();
    resumed.clear();
    probed.clear();
    waits.clear();
    notBefore.clear();
  }

  void pass(Duration some) {
    say(some.toSeconds() + " s pass");
    time.pass(some);
  }

  private void setClock(Duration by) {
    say("the clock is set by " + by);
    time.set(by);
    nodes.get(0).database.read(connection -> 1);
  }

  /** What a backup of the database holds, in the model's words. */
  private record Backup(Model model, Set<SourceId> sources, Set<TargetId> targets) {}

  /** What an act in one transaction gave, and whether it was stored. */
  record Did<T>(boolean stored, @Nullable T value) {}

  /** Does it; if the node ends in it, tells whether that was before or after the commit. */
  <T> Did<T> did(Node node, Supplier<T> act) {
    int before = node.wire.commits();
    try {
      return new Did<>(true, act.get());
    } catch (StoreException e) {
      if (!node.wire.isDead()) {
        throw e;
      }
      return new Did<>(node.wire.commits() > before, null);
    }
  }

  boolean did(Node node, Runnable act) {
    return this.<Boolean>did(
            node,
            () -> {
              act.run();
              return Boolean.TRUE;
            })
        .stored();
  }

  @Override
  public void close() {
    try {
      for (Node node : nodes) {
        node.wire.close();
      }
      look.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
